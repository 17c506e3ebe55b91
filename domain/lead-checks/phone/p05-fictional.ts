/** The number is kept for films and examples, or its digits are a pattern people type when they make one up. */
import type { LeadCheck } from '../check.ts';
import { fictionalRange } from '../lists/fictional-ranges.ts';
import { failed, notRun, unknown } from '../verdict.ts';

export const p05Fictional: LeadCheck = {
  id: 'P05_FICTIONAL',
  family: 'phone',
  severity: 'invalid',
  mode: 'offline',
  title: 'Phone number is not made up',
  run({ phone }) {
    if (!phone) return notRun('The lead has no phone number.');
    // A made-up number often does not parse; its digits are still there to be judged.
    const digits = phone.nationalNumber ?? phone.given.replace(/\D/g, '');
    if (digits.length < 7) return unknown('Too few digits to tell a pattern.');
    const pattern = phone.e164 === undefined ? undefined : fictionalRange(phone.e164);
    const why = pattern ?? madeUp(digits);
    if (why === undefined) return phone.e164 === undefined ? unknown('The number could not be read.') : 'passed';
    return failed(`The number is made up: ${why}.`, [
      { label: 'Number', value: phone.e164 ?? phone.given },
      { label: 'Pattern', value: why },
    ]);
  },
};

/** Digits up or down, cut from the end of a number; nine is followed by zero. */
const UPWARDS = '012345678901234567890';
const DOWNWARDS = '098765432109876543210';
/** This many digits in a row are hardly ever chance: among numbers drawn at random, three in a million end so. */
const RUN = 7;

function madeUp(digits: string): string | undefined {
  const tail = digits.slice(-RUN);
  if (/^(\d)\1+$/.test(tail)) return `${RUN} equal digits at the end`;
  if (digits.length >= 8 && /^(\d\d)\1+\d?$/.test(digits)) return 'two digits over and over';
  if (UPWARDS.includes(tail)) return 'digits counted up';
  if (DOWNWARDS.includes(tail)) return 'digits counted down';
  return undefined;
}
