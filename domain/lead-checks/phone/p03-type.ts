/** The number is of a type nobody has as a personal number: premium rate, shared cost, pager, VoIP, toll-free. */
import type { PhoneNumberType } from 'libphonenumber-js/max';
import type { LeadCheck } from '../check.ts';
import { NUMBERING_PLANS } from '../lists/numbering-plans.ts';
import { failed, notRun, unknown } from '../verdict.ts';

const NOT_PERSONAL: Partial<Record<PhoneNumberType, string>> = {
  PREMIUM_RATE: 'premium rate',
  SHARED_COST: 'shared cost',
  PAGER: 'pager',
  VOIP: 'VoIP',
  TOLL_FREE: 'toll-free',
  UAN: 'company access number',
  VOICEMAIL: 'voicemail access',
};

export const p03Type: LeadCheck = {
  id: 'P03_TYPE',
  family: 'phone',
  severity: 'warn',
  mode: 'offline',
  title: 'Phone number is a personal line',
  run({ phone }) {
    if (!phone) return notRun('The lead has no phone number.');
    if (phone.type === undefined) return unknown('The numbering plan does not tell the type of this number.');
    const type = NOT_PERSONAL[phone.type];
    if (type === undefined) return 'passed';
    return failed(
      `This is a ${type} number.`,
      [
        { label: 'Number', value: phone.e164 ?? phone.given },
        { label: 'Line type', value: type },
      ],
      { list: NUMBERING_PLANS },
    );
  },
};
