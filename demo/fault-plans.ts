/** Which faults the demo world holds, where, when, and what an audit must say of them. */
import type { ClientKey } from './clients/template.ts';

export const FAULT_KINDS = ['fraud_source', 'double_selling', 'click_id_lost', 'bad_phones'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultPlan {
  id:
    | 'fraud-tiktok'
    | 'double-sold-leadcrest'
    | 'click-id-lost-quote-v7'
    | 'bad-phones-leadkontor'
    | 'phone-pool-leadkontor';
  kind: FaultKind;
  client: ClientKey;
  source: string;
  /** First and last day, both counted back from the last day of the world and both included. */
  fromDaysAgo: number;
  toDaysAgo: number;
  title: string;
  expectation: string;
  /** Checks of which every one fails on every lead of the fault, and checks of which at least one does. */
  everyCheck: readonly string[];
  anyCheck: readonly string[];
  expectedStatus?: 'fraudulent' | 'invalid';
}

export const FAULT_PLANS: readonly FaultPlan[] = [
  {
    id: 'fraud-tiktok',
    kind: 'fraud_source',
    client: 'halcyon',
    source: 'TikTok',
    fromDaysAgo: 52,
    toDaysAgo: 6,
    title: 'TikTok leads filled in by programs',
    expectation:
      'Every lead is fraudulent: a disposable address (email) and a bot, honeypot or impossible speed (behaviour).',
    everyCheck: ['E06_DISPOSABLE'],
    anyCheck: ['B01_BOT_UA', 'B03_HONEYPOT', 'B04_TOO_FAST'],
    expectedStatus: 'fraudulent',
  },
  {
    id: 'double-sold-leadcrest',
    kind: 'double_selling',
    client: 'halcyon',
    source: 'LeadCrest',
    fromDaysAgo: 120,
    toDaysAgo: 0,
    title: 'LeadCrest sells people whom QuoteHarbor delivered up to 30 days before',
    expectation: 'Every lead has an earlier lead from QuoteHarbor with the same canonical e-mail and E.164 phone.',
    everyCheck: ['X01_EXACT_DUP'],
    anyCheck: [],
  },
  {
    id: 'click-id-lost-quote-v7',
    kind: 'click_id_lost',
    client: 'halcyon',
    source: 'Google',
    fromDaysAgo: 18,
    toDaysAgo: 0,
    title: 'Form quote-v7 drops the Google click id and sends the UTM values of an old Facebook link',
    expectation: 'Every lead of the form claims Google, has no gclid and carries utm_source facebook.',
    everyCheck: ['S02_UTM_REFERRER'],
    anyCheck: [],
  },
  {
    id: 'bad-phones-leadkontor',
    kind: 'bad_phones',
    client: 'nordlicht',
    source: 'LeadKontor',
    fromDaysAgo: 85,
    toDaysAgo: 0,
    title: 'LeadKontor delivers made-up and unassigned numbers',
    expectation: 'Every number is in no assigned range, or is made of one digit or of digits in sequence.',
    everyCheck: [],
    anyCheck: ['P01_PARSE', 'P02_INVALID_RANGE', 'P05_FICTIONAL'],
    expectedStatus: 'invalid',
  },
  {
    id: 'phone-pool-leadkontor',
    kind: 'bad_phones',
    client: 'nordlicht',
    source: 'LeadKontor',
    fromDaysAgo: 85,
    toDaysAgo: 0,
    title: 'LeadKontor gives the same nine numbers to hundreds of people',
    expectation: 'Every number is valid and stood on an earlier lead of another person.',
    everyCheck: ['X01_EXACT_DUP'],
    anyCheck: [],
  },
];
