/** A phone number as the lead gave it, parsed once with the full numbering plans (libphonenumber-js/max). */
import {
  type CountryCode,
  isSupportedCountry,
  ParseError,
  type PhoneNumberType,
  parsePhoneNumberWithError,
} from 'libphonenumber-js/max';

export type PhoneErrorCode = 'NOT_A_NUMBER' | 'INVALID_COUNTRY' | 'TOO_SHORT' | 'TOO_LONG' | 'INVALID_LENGTH';

export interface PreparedPhone {
  /** As given. */
  given: string;
  /** The country assumed for numbers without a calling code. ISO 3166-1 alpha-2. */
  assumedCountry: string | undefined;
  /** `+` and digits, also for a number that is not in an assigned range. What duplicates are found by. */
  e164: string | undefined;
  callingCode: string | undefined;
  /** ISO 3166-1 alpha-2; undefined for a number that belongs to no one country. */
  region: string | undefined;
  /** Digits without calling code and trunk prefix. */
  nationalNumber: string | undefined;
  extension: string | undefined;
  type: PhoneNumberType | undefined;
  /** Why it could not be parsed. */
  error: PhoneErrorCode | undefined;
  /** The length fits the numbering plan. */
  possible: boolean;
  /** The number is in an assigned range of the numbering plan. */
  valid: boolean;
}

/** Parses a phone number; `country` (ISO 3166-1 alpha-2) is assumed where the number carries no calling code. Never throws. */
export function preparePhone(given: string, country: string | undefined): PreparedPhone {
  const assumed = country !== undefined && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const prepared: PreparedPhone = {
    given,
    assumedCountry: assumed,
    e164: undefined,
    callingCode: undefined,
    region: undefined,
    nationalNumber: undefined,
    extension: undefined,
    type: undefined,
    error: undefined,
    possible: false,
    valid: false,
  };
  try {
    const number = parsePhoneNumberWithError(given, { defaultCountry: assumed, extract: false });
    const type = number.getType();
    // A number with a type is by definition in an assigned range; asking both questions would cost double.
    const valid = type !== undefined || number.isValid();
    return {
      ...prepared,
      e164: number.number,
      callingCode: number.countryCallingCode,
      region: number.country,
      nationalNumber: number.nationalNumber,
      extension: number.ext,
      type,
      possible: valid || number.isPossible(),
      valid,
    };
  } catch (error) {
    if (error instanceof ParseError) return { ...prepared, error: error.message as PhoneErrorCode };
    return { ...prepared, error: 'NOT_A_NUMBER' };
  }
}
