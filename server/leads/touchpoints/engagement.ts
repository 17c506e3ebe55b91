/** The engagement rules of a client, and the work that scores all leads by them. */
import { sql } from 'kysely';
import type { Engagement, EngagementChange } from '#contract/engagement.ts';
import { DEFAULT_ENGAGEMENT, scoringInstant } from '#domain/engagement/score.ts';
import { advanceJob, findJob, insertJob, type JobRow } from '../../jobs/queries.ts';
import { Cancelled, type JobTools } from '../../jobs/tools.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { type Database, inScope } from '../../platform/db.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';
import type { LeadDeps } from '../deps.ts';
import { loadEngagement, scoreLeads, setAsOf } from './engagement-queries.ts';

/** Leads scored in one transaction. */
const LEADS_AT_ONCE = 5000;
/** Between two looks whether a day has passed. */
const LOOK_MS = 15 * 60_000;

/** The rules in force and those every client starts with. */
export async function getEngagement(deps: LeadDeps, principal: Principal, clientId: string): Promise<Engagement> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const { rules, version } = await loadEngagement(tx, clientId);
    return { client_id: clientId, version, rules, default_rules: DEFAULT_ENGAGEMENT };
  });
}

/** Saves rules as a new version and enqueues scoring all leads by them. Throws 409 when another came meanwhile. */
export async function saveEngagement(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  { rules, version: edited }: EngagementChange,
): Promise<{ job: JobRow; version: number }> {
  const clients = clientsFor(principal, 'scoring.write', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    // Two who save at once take turns, so that each version has one author.
    const { rows } = await sql`select from client where id = ${clientId} for update`.execute(tx);
    if (rows.length === 0) throw notFound();
    const before = await loadEngagement(tx, clientId);
    if (edited !== undefined && edited !== before.version) {
      throw new AppError(409, 'engagement-changed', `Version ${before.version} was saved meanwhile. Look at it first.`);
    }
    const version = before.version + 1;
    await tx
      .insertInto('engagement_rule_set')
      .values({ client_id: clientId, version, rules: JSON.stringify(rules), created_by: actorOf(principal) })
      .execute();
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'engagement.changed',
      object: { type: 'engagement_rule_set', id: String(version) },
      detail: { version },
    });
    const id = await insertJob(tx, {
      clientId,
      kind: 'engagement',
      title: `Engagement by version ${version} of the rules`,
      input: {},
      createdBy: actorOf(principal),
    });
    await deps.queue.send(tx, { client_id: clientId, job_id: id });
    const job = await findJob(tx, id);
    if (job === undefined) throw new Error('The job that was just written is not there.');
    return { job, version };
  });
}

/** Works an engagement job: every lead anew, in the order of ids. Result: how many leads have another score. */
export async function runEngagement({ job, db, scope, deps }: JobTools): Promise<Record<string, unknown>> {
  const clientId = job.client_id;
  const { asOf } = await inScope(db, scope, (tx) => loadEngagement(tx, clientId));
  const instant = asOf ?? scoringInstant(Date.now());
  let { after, changed } = (job.resume ?? { after: FIRST, changed: 0 }) as { after: string; changed: number };
  let done = job.done;
  deps.log.debug({ job: job.id }, 'engagement is scored anew');
  for (;;) {
    const ids = await inScope(db, scope, async (tx) => await leadsAfter(tx, clientId, after, false));
    if (ids.length === 0) return { changed };
    after = ids.at(-1) ?? after;
    done += ids.length;
    const stop = await inScope(db, scope, async (tx) => {
      const { rules } = await loadEngagement(tx, clientId);
      changed += await scoreLeads(tx, clientId, ids, rules, instant);
      return await advanceJob(tx, job.id, { done, resume: { after, changed } });
    });
    if (stop) throw new Cancelled();
  }
}

const FIRST = '00000000-0000-0000-0000-000000000000';

async function leadsAfter(
  tx: Parameters<typeof loadEngagement>[0],
  clientId: string,
  after: string,
  scoredOnly: boolean,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from lead where client_id = ${clientId} and id > ${after}
      ${scoredOnly ? sql`and engagement_score > 0` : sql``} order by id limit ${LEADS_AT_ONCE}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Moves every client whose scores are of a former day to today. Returns how many scores changed. */
export async function decayEngagement(db: Database, now: number): Promise<number> {
  const today = scoringInstant(now);
  const due = await inScope(db, { clients: [], installation: true }, async (tx) => {
    return await tx.selectFrom('client').select('id').execute();
  });
  let changed = 0;
  for (const { id } of due) changed += await decayClient(db, id, today);
  return changed;
}

/** The instant moves first, so that what comes meanwhile is scored as of today; a score that is 0 stays 0. */
async function decayClient(db: Database, clientId: string, today: number): Promise<number> {
  const scope = { clients: [clientId] };
  const due = await inScope(db, scope, async (tx) => {
    const { asOf } = await loadEngagement(tx, clientId);
    if (asOf === undefined || asOf >= today) return false;
    await setAsOf(tx, clientId, today);
    return true;
  });
  if (!due) return 0;
  let changed = 0;
  for (let after = FIRST; ; ) {
    const ids = await inScope(db, scope, async (tx) => await leadsAfter(tx, clientId, after, true));
    if (ids.length === 0) return changed;
    after = ids.at(-1) ?? after;
    changed += await inScope(db, scope, async (tx) => {
      const { rules, asOf } = await loadEngagement(tx, clientId);
      return await scoreLeads(tx, clientId, ids, rules, asOf ?? today);
    });
  }
}

/** Looks now and then whether a day has passed. */
export function startDecay(options: { db: Database; clock: () => number; log: Log }) {
  let passing: Promise<unknown> | undefined;
  const look = () => {
    passing ??= decayEngagement(options.db, options.clock())
      .catch((error: unknown) => options.log.warn({ err: error }, 'engagement could not be moved to the new day'))
      .finally(() => {
        passing = undefined;
      });
  };
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  look();
  return {
    async stop(): Promise<void> {
      clearInterval(timer);
      await passing;
    },
  };
}
