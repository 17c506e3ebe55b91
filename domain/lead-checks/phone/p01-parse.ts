/** The text cannot be read as a phone number of the country it is declared for. */
import type { LeadCheck } from '../check.ts';
import type { PhoneErrorCode } from '../prepare/phone.ts';
import { failed, notRun, unknown } from '../verdict.ts';

export const p01Parse: LeadCheck = {
  id: 'P01_PARSE',
  family: 'phone',
  severity: 'invalid',
  mode: 'offline',
  title: 'Phone number can be read',
  run({ phone }) {
    if (!phone) return notRun('The lead has no phone number.');
    if (phone.error === undefined) return 'passed';
    if (phone.error === 'INVALID_COUNTRY' && phone.assumedCountry === undefined && !/^\s*(\+|00)/.test(phone.given)) {
      return unknown('The number has no calling code, and no country is known for it.');
    }
    return failed(WHY[phone.error], [
      { label: 'Number', value: phone.given },
      { label: 'Read as a number of', value: phone.assumedCountry ?? 'no country' },
      { label: 'Error', value: phone.error },
    ]);
  },
};

const WHY: Record<PhoneErrorCode, string> = {
  NOT_A_NUMBER: 'This is not a phone number.',
  INVALID_COUNTRY: 'The calling code belongs to no country.',
  TOO_SHORT: 'The number is too short to be dialled.',
  TOO_LONG: 'The number is too long to be dialled.',
  INVALID_LENGTH: 'No number of the country has this length.',
};
