/** The golden record of a merged person: of every field the value that survives, with what lost and why. */
import type { Outcome } from '#contract/audit.ts';
import type { ConsentFacts } from '#contract/lead.ts';
import type { PreparedLead } from '../lead-checks/check.ts';
import { foldAccents } from '../lead-checks/prepare/company.ts';
import { type FieldValue, type Preference, type Survivor, survivingValue } from './survivorship.ts';

export const GOLDEN_FIELDS = ['name', 'email', 'phone', 'company', 'address', 'consent', 'source'] as const;
export type GoldenField = (typeof GOLDEN_FIELDS)[number];

/** One lead of the person. */
export interface MemberRecord {
  lead: string;
  prepared: PreparedLead;
  /** What its own audit said, by check. */
  outcomes: ReadonlyMap<string, Outcome>;
  /** Trust in its source; see `sourceTrust`. */
  trust: number;
}

export interface GoldenValue {
  field: GoldenField;
  /** Absent when no lead has a value. */
  survivor: Survivor | undefined;
  /** Each lead's value as it was delivered, in the order of the leads; '' where it is empty. */
  texts: { lead: string; text: string }[];
}

/** Works out every field. `choices` are a person's own: field to lead. */
export function goldenRecord(
  members: readonly MemberRecord[],
  choices: Readonly<Record<string, string>>,
): GoldenValue[] {
  return GOLDEN_FIELDS.map((field) => {
    const values = members.map((member) => ({ member, ...READ[field](member.prepared) }));
    const compared = values.map(
      ({ member, key, at }): FieldValue => ({
        lead: member.lead,
        key,
        verified: verified(member.outcomes, field),
        at: at ?? member.prepared.createdAt,
        trust: member.trust,
      }),
    );
    return {
      field,
      survivor: survivingValue(compared, choices[field], PREFERENCE[field]),
      texts: values.map(({ member, key, text }) => ({ lead: member.lead, text: key === undefined ? '' : text })),
    };
  });
}

/** Who the person came from first is not corrected by a later record. */
const PREFERENCE: Partial<Record<GoldenField, Preference>> = { source: 'first' };

interface Read {
  key: string | undefined;
  text: string;
  /** When the value itself is from, where that is another time than the lead's. */
  at?: number;
}

const READ: Record<GoldenField, (lead: PreparedLead) => Read> = {
  name: ({ name }) => ({ key: name?.tokens.join(' ') || undefined, text: name?.full ?? '' }),
  email: ({ email, raw }) => ({ key: email?.canonical ?? wordsOf(raw.email), text: raw.email ?? '' }),
  phone: ({ phone, raw }) => ({ key: phone?.e164 ?? wordsOf(raw.phone), text: raw.phone ?? '' }),
  company: ({ company, raw }) => ({ key: company?.tokens.join(' ') || undefined, text: raw.company ?? '' }),
  address: ({ raw: { address = {} } }) => {
    const { street, postal_code, city, region, country } = address;
    const place = [postal_code, city].filter(Boolean).join(' ');
    const text = [street, place, region, country].filter(Boolean).join(', ');
    return { key: wordsOf([street, place].filter(Boolean).join(' ')), text };
  },
  consent: ({ raw: { consent } }) => ({
    key:
      consent && (consent.given_at || consent.withdrawn_at || consent.channels?.length)
        ? JSON.stringify(consent)
        : undefined,
    text: consentText(consent),
    ...timeOf(consent),
  }),
  source: ({ raw }) => ({ key: raw.source, text: raw.source }),
};

/** The newest word on consent counts, and a withdrawal is a word. */
function timeOf(consent: ConsentFacts | undefined): { at?: number } {
  const times = [consent?.given_at, consent?.withdrawn_at].flatMap((time) => (time ? [Date.parse(time)] : []));
  return times.length === 0 ? {} : { at: Math.max(...times) };
}

function consentText(consent: ConsentFacts | undefined): string {
  if (consent === undefined) return '';
  const withdrawn = consent.withdrawn_at && !(consent.given_at && consent.given_at > consent.withdrawn_at);
  const words = withdrawn ? ['withdrawn'] : (consent.channels ?? ['given']);
  const day = (withdrawn ? consent.withdrawn_at : consent.given_at)?.slice(0, 10);
  return [words.join(', '), day].filter(Boolean).join(' · ');
}

function wordsOf(text: string | undefined): string | undefined {
  return (foldAccents((text ?? '').toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ') || undefined;
}

/** Which checks speak for a value, and which against it. */
const CHECKS: Partial<Record<GoldenField, { well: string[]; ill: string[] }>> = {
  name: { well: ['N01_GARBAGE', 'N02_KNOWN_FAKE'], ill: ['N05_CASE_SCRIPT'] },
  email: {
    well: ['E01_SYNTAX', 'E03_TLD_UNKNOWN'],
    ill: ['E02_TYPO_DOMAIN', 'E04_NO_MX', 'E05_NULL_MX', 'E06_DISPOSABLE'],
  },
  phone: { well: ['P01_PARSE', 'P02_INVALID_RANGE'], ill: ['P05_FICTIONAL', 'P06_PUBLIC_SMS'] },
  address: { well: [], ill: ['D02_CONSISTENCY'] },
};

function verified(outcomes: ReadonlyMap<string, Outcome>, field: GoldenField): boolean | undefined {
  const checks = CHECKS[field];
  if (checks === undefined) return undefined;
  if ([...checks.well, ...checks.ill].some((check) => outcomes.get(check) === 'failed')) return false;
  const spoken = checks.well.length > 0 && checks.well.every((check) => outcomes.get(check) === 'passed');
  return spoken ? true : undefined;
}

/** How far a source's word is trusted: what people told us themselves, what an advert brought, what somebody sold. */
const TRUST: Record<string, number> = {
  organic: 3,
  email: 3,
  referral: 3,
  event: 3,
  paid_search: 2,
  paid_social: 2,
  partner: 1,
  other: 1,
};

/** Trust in a source by its registered kind; one that is not registered has none. */
export function sourceTrust(kind: string | undefined): number {
  return kind === undefined ? 0 : (TRUST[kind] ?? 1);
}
