/** The scoring rules of a client: read, tried on recent leads, saved as a new version that rescores all leads. */
import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import {
  type Condition,
  type RuleSet,
  SCORING_MEASURES,
  type Scoring,
  type ScoringChange,
  type ScoringPreview,
} from '#contract/scoring.ts';
import { leadMeasures } from '#domain/lead-checks/audit.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { DEFAULT_RULES } from '#domain/lead-score/default-rules.ts';
import { compareScores, type ScoredLead } from '#domain/lead-score/what-if.ts';
import { findJob, insertJob, type JobRow } from '../jobs/queries.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope, type Tx } from '../platform/db.ts';
import { AppError, notFound } from '../platform/errors.ts';
import { loadContext, loadRules } from './context.ts';
import type { LeadDeps } from './deps.ts';
import { gatherFacts } from './history/gather.ts';
import { auditPrepared, type Workbench } from './intake.ts';
import { openLeads } from './reaudit.ts';

/** Newest leads that a preview looks at, and how many between two breaths of the event loop. */
const PREVIEW_LEADS = 2000;
const PREVIEW_CHUNK = 50;

const CHECKS = LEAD_CHECKS.map(({ id, title, family, severity }) => ({ id, title, family, severity }));
const CHECK_IDS: ReadonlySet<string> = new Set(CHECKS.map(({ id }) => id));

/** The rules in force with everything that rules may ask about. */
export async function getScoring(deps: LeadDeps, principal: Principal, clientId: string): Promise<Scoring> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const { rules, rulesVersion } = await loadRules(tx, clientId);
    return {
      client_id: clientId,
      version: rulesVersion,
      default: rulesVersion === 0,
      rules,
      default_rules: DEFAULT_RULES,
      checks: CHECKS,
      measures: [...SCORING_MEASURES],
    };
  });
}

/** Scores the newest leads, audited as they would be now, under the rules in force and under others. Stores nothing. */
export async function previewScoring(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  rules: RuleSet,
): Promise<ScoringPreview> {
  const clients = clientsFor(principal, 'scoring.write', clientId);
  requireSound(rules);
  await deps.pull.fresh();
  const ids = await deps.matchingIds(clients, {}, PREVIEW_LEADS);
  const scope = scopeOf(principal, clients);
  const context = await inScope(deps.db, scope, (tx) => loadContext(tx, clientId));
  const bench: Workbench = { vault: deps.vault, context, ipCountries: deps.ipCountries, now: deps.clock() };
  const leads: ScoredLead[] = [];
  for (let start = 0; start < ids.length; start += PREVIEW_CHUNK) {
    const chunk = ids.slice(start, start + PREVIEW_CHUNK);
    leads.push(...(await inScope(deps.db, scope, (tx) => scoredLeads(tx, bench, chunk))));
    await breathe();
  }
  const shift = compareScores(leads, context.rules, rules);
  return { ...shift, mean_before: shift.mean_before ?? null, mean_after: shift.mean_after ?? null };
}

async function scoredLeads(tx: Tx, bench: Workbench, ids: readonly string[]): Promise<ScoredLead[]> {
  const leads = await openLeads(tx, bench, ids);
  const facts = await gatherFacts(tx, bench, leads);
  return leads.map(({ id, prepared }) => {
    const { checks, completeness } = auditPrepared(bench, prepared, facts.of(id));
    return { id, checks, lead: prepared, measures: leadMeasures(prepared, completeness) };
  });
}

/** Saves rules as a new version and enqueues scoring all leads by them. Throws 409 when another version came meanwhile. */
export async function saveScoring(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  { rules, version: edited }: ScoringChange,
): Promise<{ job: JobRow; version: number }> {
  const clients = clientsFor(principal, 'scoring.write', clientId);
  requireSound(rules);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    // Two who save at once take turns, so that each version has one author.
    const { rows } = await sql`select from client where id = ${clientId} for update`.execute(tx);
    if (rows.length === 0) throw notFound();
    const { rulesVersion } = await loadRules(tx, clientId);
    if (edited !== undefined && edited !== rulesVersion) {
      throw new AppError(409, 'scoring-changed', `Version ${rulesVersion} was saved meanwhile. Look at it first.`);
    }
    const version = rulesVersion + 1;
    await tx
      .insertInto('scoring_rule_set')
      .values({ client_id: clientId, version, rules: JSON.stringify(rules), created_by: actorOf(principal) })
      .execute();
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'scoring.changed',
      object: { type: 'scoring_rule_set', id: String(version) },
      detail: { version, rules: rules.rules.length },
    });
    const id = await insertJob(tx, {
      clientId,
      kind: 'rescore',
      title: `Scoring by version ${version} of the rules`,
      input: {},
      createdBy: actorOf(principal),
    });
    await deps.queue.send(tx, { client_id: clientId, job_id: id });
    const job = await findJob(tx, id);
    if (job === undefined) throw new Error('The job that was just written is not there.');
    return { job, version };
  });
}

/** Throws 422 naming every place that asks for a check or measure that is not there, or bears a name twice. */
function requireSound({ groups, rules }: RuleSet): void {
  const errors = [
    ...doubles(groups.map(({ id }) => id)).map((index) => ({ field: `groups.${index}.id`, message: 'is there twice' })),
    ...doubles(rules.map(({ id }) => id)).map((index) => ({ field: `rules.${index}.id`, message: 'is there twice' })),
    ...rules.flatMap(({ when }, rule) =>
      when.flatMap((condition, index) => {
        const message = faultOf(condition);
        return message === undefined ? [] : [{ field: `rules.${rule}.when.${index}`, message }];
      }),
    ),
  ];
  if (errors.length > 0)
    throw new AppError(422, 'invalid-values', 'The rules cannot be used.', { errors: errors.slice(0, 100) });
}

function faultOf(condition: Condition): string | undefined {
  if (condition.kind === 'check' && !CHECK_IDS.has(condition.check)) return `there is no check “${condition.check}”`;
  const measure = 'measure' in condition ? condition.measure : undefined;
  if (measure === undefined || (SCORING_MEASURES as readonly string[]).includes(measure)) return undefined;
  return `there is no measure “${measure}”`;
}

/** Indexes of values that stood before. */
function doubles(values: readonly string[]): number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}
