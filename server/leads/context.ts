/** What the audit of a client's leads needs to know of the client, read once per request or chunk. */
import { sql } from 'kysely';
import { RuleSet } from '#contract/scoring.ts';
import { ClientSettings } from '#contract/workspace.ts';
import type { RegisteredSource } from '#domain/lead-checks/check.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { DEFAULT_RULES } from '#domain/lead-score/default-rules.ts';
import { fromMinor } from '#domain/money/minor-units.ts';
import type { Connection } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { linesOfModel } from './merging/lines.ts';

export interface ClientContext {
  clientId: string;
  country: string | undefined;
  currency: string;
  timeZone: string;
  settings: ClientSettings;
  /** Undefined while the client registered none, so that nobody's source counts as unknown. */
  sources: RegisteredSource[] | undefined;
  rules: RuleSet;
  /** 0 stands for the default rules. */
  rulesVersion: number;
  /** The conversion model in force; undefined before the first. */
  predictionVersion: number | undefined;
  /** Check ids in the order in which outcomes are written, and the number of that order. */
  catalogue: { version: number; checks: string[] };
  /** Whether there is anything to look up beside the leads: a client without a past is not asked about it. */
  past: {
    signals: boolean;
    lists: boolean;
    verdicts: boolean;
    /** Whether the form tag ever saw a form. */
    forms: boolean;
    /** Whether there is any touchpoint. */
    touches: boolean;
    /** Whether any two leads were found alike. */
    pairs: boolean;
    /** The linkage model in force; 0 while none was learnt or used. */
    model: number;
    lines: { auto_bits: number; review_bits: number };
  };
}

/** What the one question for a context answers; absent where the client has none. */
interface ContextRow {
  country: string | null;
  currency: string;
  time_zone: string;
  settings: unknown;
  sources:
    | {
        name: string;
        kind: string;
        price_minor: number | null;
        max_age_seconds: number | null;
        countries: string[];
      }[]
    | null;
  rule_set: { version: number; rules: unknown } | null;
  catalogue: number | null;
  signals: boolean;
  lists: boolean;
  verdicts: boolean;
  forms: boolean;
  touches: boolean;
  prediction: number | null;
  pairs: boolean;
  model: { version: number; thresholds: unknown } | null;
  lines: { auto_bits: number; review_bits: number } | null;
}

/**
 * Reads the context of one client in scope, in one question, because a single lead waits for it.
 * Throws 404 when the client is not in scope.
 */
export async function loadContext(db: Connection, clientId: string): Promise<ClientContext> {
  const { rows } = await sql<ContextRow>`
    select country, currency, time_zone, settings,
      (select jsonb_agg(jsonb_build_object('name', name, 'kind', kind, 'price_minor', price_minor,
        'max_age_seconds', max_age_seconds, 'countries', countries)) from source where client_id = client.id) as sources,
      (select jsonb_build_object('version', version, 'rules', rules) from scoring_rule_set
        where client_id = client.id order by version desc limit 1) as rule_set,
      (select version from check_catalogue where checks = ${CHECK_IDS}::text[]) as catalogue,
      exists(select from history_signal where client_id = client.id) as signals,
      exists(select from suppression_entry where client_id = client.id) as lists,
      exists(select from lead_verdict where client_id = client.id) as verdicts,
      exists(select from form_session where client_id = client.id) as forms,
      exists(select from touchpoint where client_id = client.id) as touches,
      (select version from prediction_model where client_id = client.id and state = 'active') as prediction,
      exists(select from linkage_pair where client_id = client.id)
        or exists(select from household_pair where client_id = client.id) as pairs,
      (select jsonb_build_object('version', version, 'thresholds', thresholds) from linkage_model
        where client_id = client.id order by version desc limit 1) as model,
      (select jsonb_build_object('auto_bits', auto_bits, 'review_bits', review_bits) from duplicate_setting
        where client_id = client.id) as lines
    from client where id = ${clientId}`.execute(db);
  const [client] = rows;
  if (client === undefined) throw notFound();
  const ruleSet = client.rule_set;
  return {
    clientId,
    country: client.country ?? undefined,
    currency: client.currency,
    timeZone: client.time_zone,
    settings: ClientSettings.parse(client.settings),
    sources: client.sources?.map((source) => ({
      name: source.name,
      kind: source.kind,
      ...(source.max_age_seconds === null ? {} : { max_age_seconds: source.max_age_seconds }),
      ...(source.countries.length === 0 ? {} : { countries: source.countries }),
      ...(source.price_minor === null
        ? {}
        : { price: `${fromMinor(source.price_minor, client.currency)} ${client.currency}` }),
    })),
    rules: ruleSet === null ? DEFAULT_RULES : RuleSet.parse(ruleSet.rules),
    rulesVersion: ruleSet?.version ?? 0,
    predictionVersion: client.prediction ?? undefined,
    catalogue: { version: client.catalogue ?? (await writeCatalogue(db)), checks: CHECK_IDS },
    past: {
      signals: client.signals,
      lists: client.lists,
      verdicts: client.verdicts,
      forms: client.forms,
      touches: client.touches,
      pairs: client.pairs,
      model: client.model?.version ?? 0,
      lines: client.lines ?? linesOfModel(client.model?.thresholds),
    },
  };
}

/** The newest scoring rules of a client, or of one version; the default rules are version 0. */
export async function loadRules(
  db: Connection,
  clientId: string,
  version?: number,
): Promise<{ rules: RuleSet; rulesVersion: number }> {
  if (version === 0) return { rules: DEFAULT_RULES, rulesVersion: 0 };
  let query = db.selectFrom('scoring_rule_set').select(['version', 'rules']).where('client_id', '=', clientId);
  if (version !== undefined) query = query.where('version', '=', version);
  const found = await query.orderBy('version', 'desc').limit(1).executeTakeFirst();
  if (found === undefined) return { rules: DEFAULT_RULES, rulesVersion: 0 };
  return { rules: RuleSet.parse(found.rules), rulesVersion: found.version };
}

const CHECK_IDS = LEAD_CHECKS.map((check) => check.id);

/** Gives today's order of checks, not seen before, the next number. */
async function writeCatalogue(db: Connection): Promise<number> {
  await db
    .insertInto('check_catalogue')
    .values({ checks: CHECK_IDS })
    .onConflict((conflict) => conflict.column('checks').doNothing())
    .execute();
  const { version } = await db
    .selectFrom('check_catalogue')
    .select('version')
    .where('checks', '=', sql<string[]>`${CHECK_IDS}::text[]`)
    .executeTakeFirstOrThrow();
  return version;
}

/** The order of checks that a stored audit was written in. */
export async function catalogueOf(db: Connection, version: number): Promise<string[]> {
  const row = await db
    .selectFrom('check_catalogue')
    .select('checks')
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return row.checks;
}
