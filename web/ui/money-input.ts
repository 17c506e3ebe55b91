/** Money as people type it, and minor units as it is stored. */

const digitsOf = (currency: string) =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** 3140 US cents are "31.40". */
export const moneyText = (minor: number | undefined, currency: string) =>
  minor === undefined ? '' : (minor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency));

/** "31.40" and "31,4" are 3140; undefined for nothing, null for what is no amount in this currency. */
export function parseMoney(text: string, currency: string): number | undefined | null {
  const plain = text.trim();
  if (plain === '') return undefined;
  const match = /^(\d{1,12})(?:[.,](\d*))?$/.exec(plain);
  if (!match) return null;
  const digits = digitsOf(currency);
  const [, whole = '0', part = ''] = match;
  if (part.length > digits) return null;
  return Number(whole) * 10 ** digits + Number(part.padEnd(digits, '0') || '0');
}
