/** The features a lead is scored by: what was known when it came, and nothing that was set later. */
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { isDisposable } from '#domain/lead-checks/lists/disposable-domains.ts';
import { isFreeDomain } from '#domain/lead-checks/lists/free-domains.ts';
import { categorical, type Feature, type FeatureTable } from '#domain/prediction/features.ts';

/** Leads column by column, as the questions answer them. Numbers of -1 where there is nothing. */
export interface LeadColumns {
  id: string[];
  /** created_at, ms since 1970. */
  at: number[];
  hour: string[];
  weekday: string[];
  source: string[];
  campaign: string[];
  country: string[];
  region: string[];
  email_domain: string[];
  phone_type: string[];
  checks_failed: number[];
  completeness: number[];
  quality_points: number[];
  seconds_on_form: number[];
  minutes_since_click: number[];
  touches: number[];
  seconds_seen: number[];
  engagement: number[];
}

const TEXTS = ['hour', 'weekday', 'source', 'campaign', 'country', 'region', 'phone_type'] as const;
const NUMBERS = [
  'checks_failed',
  'completeness',
  'quality_points',
  'seconds_on_form',
  'minutes_since_click',
  'touches',
  'seconds_seen',
  'engagement',
] as const;

/** Checks that run when a lead comes; those over the history of others are answered later, so they cannot be used. */
export const CAPTURE_CHECKS = LEAD_CHECKS.filter(({ mode }) => mode === 'offline').map(({ id }) => id);

/** Features that follow from fields a person may edit after the lead came. */
export const EDITABLE: ReadonlySet<string> = new Set([
  'source',
  'country',
  'region',
  'email_kind',
  'phone_type',
  'checks_failed',
  'completeness',
  'quality_points',
]);

/** Features that clock, link and site record as a lead comes; nobody fills them in. */
const RECORDED: ReadonlySet<string> = new Set([
  'hour',
  'weekday',
  'source',
  'campaign',
  'minutes_since_click',
  'touches',
  'seconds_seen',
  'engagement',
]);

/** The columns as features, in a fixed order. */
export function featureTable(columns: LeadColumns): FeatureTable {
  const features: Feature[] = TEXTS.map((name) => categorical(name, columns[name]));
  features.push(categorical('email_kind', columns.email_domain.map(emailKinds())));
  for (const name of NUMBERS) {
    features.push({ kind: 'numeric', name, values: Float64Array.from(columns[name], (n) => (n < 0 ? Number.NaN : n)) });
  }
  return {
    rows: columns.id.length,
    features: features.map((feature) => ({ ...feature, recorded: RECORDED.has(feature.name) })),
  };
}

/** What is shown of a feature of the first lead: a text, a number, or null where it is missing. */
export function shownValue({ features }: FeatureTable, name: string): string | number | null {
  const feature = features.find((each) => each.name === name);
  if (feature === undefined) return null;
  if (feature.kind === 'categorical') return feature.levels[feature.codes[0] ?? 0] || null;
  const value = feature.values[0] ?? Number.NaN;
  return Number.isFinite(value) ? Math.round(value * 100) / 100 : null;
}

/** Looks each domain up once: of a million leads most share a few. */
function emailKinds(): (domain: string) => string {
  const known = new Map<string, string>();
  return (domain) => {
    const found = known.get(domain);
    if (found !== undefined) return found;
    const kind =
      domain === '' ? '' : isFreeDomain(domain) ? 'free' : isDisposable(domain) ? 'throw-away' : kindOfOther(domain);
    known.set(domain, kind);
    return kind;
  };
}

function kindOfOther(domain: string): string {
  return /(^|\.)(edu|ac\.[a-z]{2}|gov|gob|gouv|mil)(\.[a-z]{2})?$/.test(domain) ? 'public body' : 'own domain';
}
