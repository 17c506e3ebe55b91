/**
 * Fraud as a number from 0 to 99, and what speaks against it. The families of signs decide the band, as they decide the
 * status: none below 40, one from 40, two from 70. Weights only say where in the band, and how much each sign counts.
 */
import type { CheckResult, Family } from '#contract/audit.ts';
import type { CounterSign, FraudSign } from '#contract/fraud.ts';
import type { ConversionStatus } from '#contract/lead.ts';

export const REVIEW_FROM = 40;
export const HOLD_FROM = 70;
const MOST = 99;

/** Points of a failed check: own judgement, by how hard it is for an honest lead to fail it. */
const WEIGHTS: Readonly<Record<string, number>> = {
  B07_DEVICE_VELOCITY: 38,
  B03_HONEYPOT: 34,
  S05_DATA_INTEGRITY: 34,
  B01_BOT_UA: 30,
  B08_IP_VELOCITY: 30,
  X04_RESOLD: 30,
  B05_NO_INPUT_EVENTS: 26,
  B11_CLICK_TO_LEAD: 26,
  S03_CLICKID_FORMAT: 24,
  S07_TEMPLATE_LEADS: 24,
  P06_PUBLIC_SMS: 24,
  B04_TOO_FAST: 24,
  B02_UA_HINT_MISMATCH: 22,
  E06_DISPOSABLE: 22,
  B10_NO_TOUCH: 18,
  S02_UTM_REFERRER: 18,
  S06_SOURCE_OUTLIER: 18,
  I01_DATACENTER: 17,
  N05_CASE_SCRIPT: 16,
  P03_TYPE: 11,
  B06_PASTE_ALL: 10,
  B09_BURST: 8,
  I04_GEO_MISMATCH: 8,
  I05_TZ_MISMATCH: 8,
  E11_NAME_LOCAL: 4,
};
const STRONG = 24;
const MODERATE = 14;

/** The signs among the results, heaviest first: those of fraud, and the warnings that point the same way. */
export function fraudSigns(checks: readonly CheckResult[]): FraudSign[] {
  return checks
    .flatMap(({ id, family, title, message, evidence, outcome, severity }) => {
      const weight = WEIGHTS[id] ?? (severity === 'fraud' ? STRONG : undefined);
      if (outcome !== 'failed' || weight === undefined) return [];
      const strength = weight >= STRONG ? 'strong' : weight >= MODERATE ? 'moderate' : 'weak';
      return [{ id, family, title, message, evidence, weight, strength } satisfies FraudSign];
    })
    .sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
}

/** The families that sign fraud; a warning counts for none. */
export function fraudFamilies(checks: readonly CheckResult[]): Family[] {
  const signed = checks.filter(({ outcome, severity }) => outcome === 'failed' && severity === 'fraud');
  return [...new Set(signed.map(({ family }) => family))];
}

/** What is known of the person beside the checks. */
export interface Deeds {
  /** Clicks, visits and views before the lead. */
  visits: number;
  opens: number;
  replies: number;
  calls: number;
  meetings: number;
  status: ConversionStatus;
}

/** Checks that hardly any fraud passes, and the words for passing. */
const PASSED: readonly (readonly [string, number, string, string])[] = [
  ['B04_TOO_FAST', -8, 'Form time is human', 'The form took as long as a person needs.'],
  ['B05_NO_INPUT_EVENTS', -6, 'Filled by hand', 'Keys, pastes or the browser filled the fields.'],
  ['B08_IP_VELOCITY', -6, 'Network seen as usual', 'No more leads from its network than usual.'],
  ['B07_DEVICE_VELOCITY', -6, 'Device seen as usual', 'No more leads from its device than one person sends.'],
  ['S05_DATA_INTEGRITY', -10, 'As the form saw it', 'What was delivered is what the form saw.'],
  ['I01_DATACENTER', -3, 'Not from a listed data centre', 'Its address is on no list of servers.'],
  ['S02_UTM_REFERRER', -4, 'Trail fits the source', 'Click id, UTM values and referrer agree with the source.'],
  ['E04_NO_MX', -4, 'E-mail domain accepts mail', 'The domain has a mail server.'],
];

/** What speaks for the lead, heaviest first. */
export function counterSigns(checks: readonly CheckResult[], deeds: Deeds): CounterSign[] {
  const passed = new Set(checks.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id));
  const counted = (id: string, count: number, each: number, most: number, title: string, what: string) =>
    count === 0 ? [] : [{ id, title, message: `${count} ${what}.`, weight: -Math.min(most, each * count) }];
  const signs: CounterSign[] = [
    ...PASSED.flatMap(([id, weight, title, message]) => (passed.has(id) ? [{ id, title, message, weight }] : [])),
    ...counted('visits', deeds.visits, 4, 16, 'Visits on record', 'clicks or visits before the lead'),
    ...counted('opens', deeds.opens, 2, 8, 'Opened our mail', 'opened or clicked mails'),
    ...counted('replies', deeds.replies, 20, 30, 'Answered', 'replies to us'),
    ...counted('calls', deeds.calls, 12, 24, 'Spoke with us', 'calls on record'),
    ...counted('meetings', deeds.meetings, 20, 40, 'Met us', 'meetings on record'),
    ...stageSign(deeds.status),
  ];
  return signs.sort((a, b) => a.weight - b.weight || (a.id < b.id ? -1 : 1));
}

function stageSign(status: ConversionStatus): CounterSign[] {
  if (status === 'converted') {
    return [{ id: 'converted', title: 'Became a customer', message: 'The lead converted.', weight: -40 }];
  }
  if (status !== 'qualified') return [];
  return [
    { id: 'qualified', title: 'Was qualified', message: 'Somebody spoke with them and found a need.', weight: -15 },
  ];
}

/** The score: signs and counter-signs added up, kept within the band that the number of families gives. */
export function fraudScore(signs: readonly FraudSign[], counter: readonly CounterSign[], families: number): number {
  const sum = [...signs, ...counter].reduce((total, { weight }) => total + weight, 0);
  const [least, most] =
    families >= 2 ? [HOLD_FROM, MOST] : families === 1 ? [REVIEW_FROM, HOLD_FROM - 1] : [0, REVIEW_FROM - 1];
  // From two families on, what lies above the border starts there: the weights would otherwise all be cut off.
  const base = families >= 2 ? HOLD_FROM - 40 : families === 1 ? REVIEW_FROM - 10 : 10;
  return Math.round(Math.min(most, Math.max(least, base + sum)));
}
