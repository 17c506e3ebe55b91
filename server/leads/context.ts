/** What the audit of a client's leads needs to know of the client, read once per request or chunk. */
import { sql } from 'kysely';
import { RuleSet } from '#contract/scoring.ts';
import { ClientSettings } from '#contract/workspace.ts';
import type { RegisteredSource } from '#domain/lead-checks/check.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { DEFAULT_RULES } from '#domain/lead-score/default-rules.ts';
import type { Connection } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';

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
  /** Check ids in the order in which outcomes are written, and the number of that order. */
  catalogue: { version: number; checks: string[] };
}

/** Reads the context of one client in scope. Throws 404 when the client is not in scope. */
export async function loadContext(db: Connection, clientId: string): Promise<ClientContext> {
  const client = await db.selectFrom('client').selectAll().where('id', '=', clientId).executeTakeFirst();
  if (client === undefined) throw notFound();
  const sources = await db.selectFrom('source').selectAll().where('client_id', '=', clientId).execute();
  const rules = await loadRules(db, clientId);
  return {
    clientId,
    country: client.country ?? undefined,
    currency: client.currency,
    timeZone: client.time_zone,
    settings: ClientSettings.parse(client.settings),
    sources:
      sources.length === 0
        ? undefined
        : sources.map((source) => ({
            name: source.name,
            kind: source.kind,
            ...(source.max_age_seconds === null ? {} : { max_age_seconds: source.max_age_seconds }),
            ...(source.countries.length === 0 ? {} : { countries: source.countries }),
          })),
    ...rules,
    catalogue: await currentCatalogue(db),
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

/** The number of today's order of checks; an order not seen before gets the next number. */
async function currentCatalogue(db: Connection): Promise<ClientContext['catalogue']> {
  const read = () =>
    db
      .selectFrom('check_catalogue')
      .select('version')
      .where('checks', '=', sql<string[]>`${CHECK_IDS}::text[]`)
      .executeTakeFirst();
  let found = await read();
  if (found === undefined) {
    await db
      .insertInto('check_catalogue')
      .values({ checks: CHECK_IDS })
      .onConflict((conflict) => conflict.column('checks').doNothing())
      .execute();
    found = await read();
  }
  if (found === undefined) throw new Error('The order of checks could not be written.');
  return { version: found.version, checks: CHECK_IDS };
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
