/** Numbers whose text messages anybody can read on a public web page. */
import numbers from '@ip1sms/disposable-phone-numbers/number-list.json' with { type: 'json' };
import about from '@ip1sms/disposable-phone-numbers/package.json' with { type: 'json' };
import { listName } from './list-name.ts';

/** Digits of the E.164 number, without plus, to the day it was last seen (ISO 8601). */
const LAST_SEEN: Readonly<Record<string, string>> = numbers;

const newest = Object.values(LAST_SEEN).toSorted().at(-1);

export const PUBLIC_SMS_LIST = listName(about, newest);

/** The day an E.164 number was last seen on a public page; undefined when it never was. */
export function publicSmsLastSeen(e164: string): string | undefined {
  const digits = e164.slice(1);
  return Object.hasOwn(LAST_SEEN, digits) ? LAST_SEEN[digits] : undefined;
}
