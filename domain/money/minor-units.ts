/** Money as integers in minor units, by ISO 4217. */

const digitsByCurrency = new Map<string, number>();

/** Decimal digits of a currency: 2 for USD, 0 for JPY, 3 for KWD (ISO 4217, as CLDR has them). Unknown codes have 2. */
export function fractionDigits(currency: string): number {
  let digits = digitsByCurrency.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsByCurrency.set(currency, digits);
  }
  return digits;
}

/** The amount in minor units, half away from zero. */
export function toMinor(amount: number, currency: string): number {
  const scaled = amount * 10 ** fractionDigits(currency);
  // 1.005 * 100 is 100.49999999999999: a relative nudge undoes the error of the binary fraction.
  return Math.sign(scaled) * Math.round(Math.abs(scaled) * (1 + Number.EPSILON));
}

/** The amount in major units. */
export function fromMinor(minor: number, currency: string): number {
  return minor / 10 ** fractionDigits(currency);
}

let units: { currencies: string[]; units: number[] } | undefined;

/** The currencies that do not have a hundred minor units to one, with how many they have. */
export function currencyUnits(): { currencies: string[]; units: number[] } {
  if (units === undefined) {
    const odd = Intl.supportedValuesOf('currency').filter((currency) => fractionDigits(currency) !== 2);
    units = { currencies: odd, units: odd.map((currency) => 10 ** fractionDigits(currency)) };
  }
  return units;
}
