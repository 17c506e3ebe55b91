/** Text messages to the number can be read by anybody on a public web page. */
import type { LeadCheck } from '../check.ts';
import { PUBLIC_SMS_LIST, publicSmsLastSeen } from '../lists/public-sms-numbers.ts';
import { failed, notRun, unknown } from '../verdict.ts';

export const p06PublicSms: LeadCheck = {
  id: 'P06_PUBLIC_SMS',
  family: 'phone',
  severity: 'fraud',
  mode: 'offline',
  title: 'Phone number is not public',
  run({ phone }) {
    if (!phone) return notRun('The lead has no phone number.');
    if (phone.e164 === undefined) return unknown('The number could not be read.');
    const seen = publicSmsLastSeen(phone.e164);
    if (seen === undefined) return 'passed';
    return failed(
      'The number is on a public list of numbers for receiving text messages.',
      [
        { label: 'Number', value: phone.e164 },
        { label: 'Listed on', value: seen },
      ],
      { list: PUBLIC_SMS_LIST },
    );
  },
};
