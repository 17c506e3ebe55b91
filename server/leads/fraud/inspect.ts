/** The fraud of one lead: evidence and counter-evidence, the crowd it came in, what a person decided and what that did. */
import * as z from 'zod';
import type { LeadFraud } from '#contract/fraud.ts';
import type { ValidationStatus } from '#contract/lead.ts';
import { counterSigns, type Deeds, fraudFamilies, fraudScore, fraudSigns } from '#domain/lead-checks/fraud-score.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { LeadDeps } from '../deps.ts';
import { getAudit } from '../inspect.ts';
import { question } from '../questions.ts';
import { openReason } from '../record.ts';
import { findLeadRows, type LeadRow } from '../view.ts';

const HOUR_MS = 3_600_000;
const CROWD_MS = 12 * HOUR_MS;

const CROWD_SQL = question('fraud-crowd');
const SOURCE_SQL = question('fraud-source');
const CrowdRow = z.object({
  start: SafeInteger,
  leads: SafeInteger,
  people: SafeInteger,
  sources: z.array(z.string()),
});
const SourceRow = z.object({ leads: SafeInteger, valid: SafeInteger, review: SafeInteger, fraudulent: SafeInteger });
type Figures = z.output<typeof SourceRow>;

/** The fraud tab of one lead. Evidence is masked for who may not reveal. */
export async function getLeadFraud(deps: LeadDeps, principal: Principal, id: string): Promise<LeadFraud> {
  const audit = await getAudit(deps, principal, id);
  const clients = clientsFor(principal, 'lead.read');
  const { row, deeds, verdict } = await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const [found] = await findLeadRows(tx, [id]);
    if (found === undefined) throw notFound();
    return { row: found, deeds: await deedsOf(tx, found), verdict: await decisionOf(tx, deps, found) };
  });
  const signs = fraudSigns(audit.checks);
  const counter = counterSigns(audit.checks, deeds);
  const families = fraudFamilies(audit.checks);
  const failing = new Set(
    audit.checks
      .filter(({ outcome, severity }) => outcome === 'failed' && severity === 'fraud')
      .map((check) => check.id),
  );
  const figures = await figuresOf(deps, row);
  return {
    lead_id: id,
    validation_status: audit.validation_status,
    score: fraudScore(signs, counter, families.length),
    families,
    signs,
    counter,
    decision:
      verdict === undefined
        ? null
        : {
            decision: verdict.decision,
            by_name: verdict.byName,
            at: verdict.at,
            reason: verdict.reason,
            new_signs: [...failing].filter((check) => !verdict.signs.includes(check)),
          },
    crowd: await crowdOf(deps, row, failing),
    source: {
      name: row.source,
      ...figures,
      before_decision: verdict === undefined ? null : moved(figures, audit.validation_status, verdict.statusBefore),
    },
  };
}

/** What touchpoints tell of the person, and how far the lead came. */
async function deedsOf(tx: Tx, row: LeadRow): Promise<Deeds> {
  const rows = await tx
    .selectFrom('touchpoint')
    .select(({ fn }) => ['kind', fn.countAll<number>().as('times')])
    .where('client_id', '=', row.client_id)
    .where(({ eb, or, selectFrom }) =>
      or([
        eb('lead_id', '=', row.id),
        // Compared inside the database: a key has more digits than a number of JavaScript holds.
        eb(
          'visitor',
          '=',
          selectFrom('lead').select('visitor').where('client_id', '=', row.client_id).where('id', '=', row.id),
        ),
      ]),
    )
    .groupBy('kind')
    .execute();
  const times = new Map(rows.map(({ kind, times: count }) => [kind, count]));
  const of = (...kinds: string[]) => kinds.reduce((sum, kind) => sum + (times.get(kind) ?? 0), 0);
  return {
    visits: of('click', 'visit', 'view'),
    opens: of('email_open', 'email_click'),
    replies: of('email_reply'),
    calls: of('call'),
    meetings: of('meeting'),
    status: row.conversion_status as Deeds['status'],
  };
}

async function decisionOf(tx: Tx, deps: LeadDeps, row: LeadRow) {
  const found = await tx
    .selectFrom('lead_verdict')
    .selectAll()
    .where('client_id', '=', row.client_id)
    .where('lead_id', '=', row.id)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const event = await tx
    .selectFrom('lead_event')
    .select(['reason', 'person_id'])
    .where('client_id', '=', row.client_id)
    .where('lead_id', '=', row.id)
    .where('kind', '=', 'verdict')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const person = { id: event?.person_id ?? row.person_id, salt: row.salt };
  const names = await deps.actorNames(tx, [found.decided_by]);
  return {
    decision: found.decision as 'fraud' | 'not_fraud',
    byName: names.get(found.decided_by) ?? 'Assay',
    at: found.decided_at.toISOString(),
    reason: event?.reason ? openReason(deps.vault, row.client_id, person, event.reason) : '',
    signs: found.signs,
    statusBefore: found.status_before as ValidationStatus,
  };
}

/** Only where the lead is one of a crowd: elsewhere the picture would show one bar. */
async function crowdOf(deps: LeadDeps, row: LeadRow, failing: ReadonlySet<string>): Promise<LeadFraud['crowd']> {
  const of = failing.has('B07_DEVICE_VELOCITY') ? 'device' : failing.has('B08_IP_VELOCITY') ? 'network' : undefined;
  if (of === undefined) return null;
  const key = await inScope(deps.db, { clients: [row.client_id] }, (tx) =>
    tx
      .selectFrom('lead')
      .select(({ cast, ref }) => cast<string>(ref(of === 'device' ? 'device_key' : 'net_key'), 'text').as('key'))
      .where('client_id', '=', row.client_id)
      .where('id', '=', row.id)
      .executeTakeFirstOrThrow(),
  );
  const at = row.created_at.getTime();
  const span = { from: at - CROWD_MS, to: at + CROWD_MS };
  const rows = await ask(deps.clickhouse, CROWD_SQL, { client: row.client_id, of, key: key.key, ...span }, CrowdRow);
  const byHour = new Map(rows.map(({ start, leads }) => [start, leads]));
  const first = Math.floor(span.from / HOUR_MS) * HOUR_MS;
  const sum = (pick: (one: z.output<typeof CrowdRow>) => number) => rows.reduce((total, one) => total + pick(one), 0);
  return {
    of,
    leads: sum(({ leads }) => leads),
    people: sum(({ people }) => people),
    sources: [...new Set(rows.flatMap(({ sources }) => sources))].sort(),
    hours: Array.from({ length: 25 }, (_, hour) => ({
      at: new Date(first + hour * HOUR_MS).toISOString(),
      leads: byHour.get(first + hour * HOUR_MS) ?? 0,
    })),
  };
}

async function figuresOf(deps: LeadDeps, row: LeadRow): Promise<Figures> {
  await deps.pull.fresh();
  const [figures] = await ask(deps.clickhouse, SOURCE_SQL, { client: row.client_id, source: row.source }, SourceRow);
  return figures ?? { leads: 0, valid: 0, review: 0, fraudulent: 0 };
}

const COLUMN: Partial<Record<ValidationStatus, keyof Figures>> = {
  valid: 'valid',
  pending: 'review',
  fraudulent: 'fraudulent',
};

/** The figures with one lead moved from the status it has to another. */
function moved(figures: Figures, from: ValidationStatus, to: ValidationStatus): Figures {
  const changed = { ...figures };
  const [left, entered] = [COLUMN[from], COLUMN[to]];
  if (left !== undefined) changed[left] = Math.max(0, changed[left] - 1);
  if (entered !== undefined) changed[entered] += 1;
  return changed;
}
