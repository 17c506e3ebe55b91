import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Stands for what is hidden. Always of one length, so that it does not tell how much that is. */
const HIDDEN = '•••';
/** A number with fewer digits would be told by the two that stay. */
const PHONE_DIGITS_MIN = 6;

/**
 * An e-mail address with its domain and the first letter kept: `jane@acme.com` gives `j•••@acme.com`. A local part of
 * one letter, or a text that is no address, is hidden whole.
 */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return maskText(email);
  return `${firstLetter(email.slice(0, at))}${HIDDEN}@${email.slice(at + 1).trim()}`;
}

/** A phone number with its country code (when written with one) and last two digits: `+14155550123` gives `+1 •••23`. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length < PHONE_DIGITS_MIN) return maskText(phone);
  const hidden = HIDDEN + digits.slice(-2);
  const code = phone.trim().startsWith('+') ? parsePhoneNumberFromString(phone)?.countryCallingCode : undefined;
  return code ? `+${code} ${hidden}` : hidden;
}

/** A person's name as the first letters of its words: `Jane van Doe` gives `J••• v••• D•••`. */
export function maskName(name: string): string {
  return words(name)
    .map((word) => firstLetter(word) + HIDDEN)
    .join(' ');
}

/** A company as its first letter, however many words it has: `Acme Tools Ltd` gives `A•••`. */
export function maskCompany(company: string): string {
  const [first] = words(company);
  return first ? firstLetter(first) + HIDDEN : '';
}

/** Free text is hidden whole; only that there is some stays. */
export function maskText(text: string): string {
  return text.trim() === '' ? '' : HIDDEN;
}

function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

/** The first letter, or nothing when that would be all of it. */
function firstLetter(text: string): string {
  const [first = '', second] = text.trim();
  return second === undefined ? '' : first;
}
