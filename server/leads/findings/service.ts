/** What the findings page can do: list, look closely, decide, undo. */
import { setImmediate as breathe } from 'node:timers/promises';
import type {
  FindingDecide,
  FindingDecision,
  FindingDetail,
  FindingDetailQuery,
  FindingRecord,
  Findings,
  FindingsQuery,
} from '#contract/findings.ts';
import type { LeadFilter } from '#contract/lead-list.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { splitValues } from '#domain/lead-list/value-list.ts';
import { comparePeriod } from '#domain/lead-metrics/compare-period.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { AppError, notFound, refusedField } from '../../platform/errors.ts';
import { csvLine } from '../../platform/tabular/csv-line.ts';
import type { LeadDeps } from '../deps.ts';
import { oneClient } from '../one-client.ts';
import { requirePeriod } from '../period.ts';
import {
  decisionReply,
  findDecisions,
  insertDecision,
  listedLeads,
  MARKS,
  markLeads,
  undoDecision,
} from './decisions.ts';
import { narrowingOf } from './narrowing.ts';
import { partOf, periodFindings } from './period-findings.ts';
import { explain, splitOf } from './root-cause.ts';

/** Leads that one decision may mark. */
const MARKED_MAX = 200_000;
const LISTED_PER_CHUNK = 2000;

/** What stands out in a period and in the part of the leads that is asked for, open and decided, most money first. */
export async function listFindings(deps: LeadDeps, principal: Principal, query: FindingsQuery): Promise<Findings> {
  requirePeriod(query);
  const client = await oneClient(deps, principal, query.client_id);
  const through = await deps.pull.fresh();
  const part = await partOf(deps, principal, client, narrowingOf(query));
  const findings = await periodFindings(deps, principal, client, query, part);
  const open = findings.filter(({ state }) => state === 'open');
  return {
    client_id: client.id,
    from: query.from,
    to: query.to,
    time_zone: client.timeZone,
    currency: client.currency,
    findings,
    at_stake_minor: open.reduce((sum, finding) => sum + (finding.at_stake_minor ?? 0), 0),
    data_through: through.toISOString(),
  };
}

/** One finding of a period with what explains it. Throws 404 where the period has no such finding. */
export async function getFinding(
  deps: LeadDeps,
  principal: Principal,
  query: FindingDetailQuery,
): Promise<FindingDetail> {
  const period = requirePeriod(query);
  const client = await oneClient(deps, principal, query.client_id);
  await deps.pull.fresh();
  const part = await partOf(deps, principal, client, narrowingOf(query));
  const finding = findingIn(await periodFindings(deps, principal, client, query, part), query.finding);
  const split = splitOf(finding, comparePeriod(period, query.compare), part.narrowing);
  const explained = await explain(deps.clickhouse, client, finding, split, part.segments);
  return { finding, currency: client.currency, ...explained };
}

function findingIn(findings: readonly FindingRecord[], id: string): FindingRecord {
  const found = findings.find((finding) => finding.id === id);
  if (found === undefined) throw notFound();
  return found;
}

/**
 * Decides about a finding as it is now in the part of the leads it was looked for in, which is what the decision holds for
 * (see `holdsIn`): its leads get a mark where the action leaves one, and are kept by id, whatever
 * comes later. Throws 404 where the period has no such finding, 409 where the same was decided already, 422 for an
 * action that does not fit or a dismissal without a reason.
 */
export async function decideFinding(
  deps: LeadDeps,
  principal: Principal,
  wanted: FindingDecide,
): Promise<FindingDecision> {
  const clients = clientsFor(principal, 'lead.write', wanted.client_id);
  requirePeriod(wanted);
  const client = await oneClient(deps, principal, wanted.client_id);
  await deps.pull.fresh();
  const part = await partOf(deps, principal, client, narrowingOf(wanted.narrowing ?? {}));
  const finding = findingIn(await periodFindings(deps, principal, client, wanted, part), wanted.finding);
  if (!finding.actions.includes(wanted.action)) throw refusedField('action', 'does not fit this finding');
  if (wanted.action === 'dismissed' && wanted.reason === undefined) throw refusedField('reason', 'say why');
  const standing = finding.decisions.some(({ action }) => action === wanted.action);
  if (standing && finding.grown_by === null) {
    throw new AppError(409, 'already-decided', 'The same was decided before and still stands.');
  }
  const mark = MARKS[wanted.action];
  const leads = mark === undefined ? [] : await deps.matchingIds(clients, finding.filter as LeadFilter, MARKED_MAX + 1);
  if (leads.length > MARKED_MAX) throw refusedField('finding', `has more than ${MARKED_MAX} leads; narrow the period`);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const id = await insertDecision(tx, deps.vault, {
      clientId: client.id,
      finding: finding.id,
      action: wanted.action,
      title: finding.title,
      source: sourceOf(finding),
      from: finding.filter.from ?? wanted.from,
      to: finding.filter.to ?? wanted.to,
      filter: finding.filter,
      narrowing: part.narrowing,
      leads: finding.leads,
      atStakeMinor: finding.at_stake_minor,
      reason: wanted.reason,
      by: actorOf(principal),
    });
    const marked = mark === undefined ? 0 : await markLeads(tx, client.id, id, mark, leads);
    await append(tx, {
      clientId: client.id,
      actor: { kind: principal.kind, id: principal.id },
      action: `finding.${wanted.action}`,
      object: { type: 'finding_decision', id },
      detail: { kind: finding.kind, leads: finding.leads, marked, at_stake_minor: finding.at_stake_minor },
    });
    return await replyOf(deps, tx, client.id, id);
  });
}

/** The one source a finding is about. */
function sourceOf({ filter }: FindingRecord): string {
  const sources = splitValues(filter.source ?? '');
  return sources.length === 1 ? (sources[0] ?? '') : '';
}

async function replyOf(deps: LeadDeps, tx: Tx, clientId: string, id: string): Promise<FindingDecision> {
  const [row] = await findDecisions(tx, { clients: [clientId], id });
  if (row === undefined) throw notFound();
  const actors = [row.decided_by, ...(row.undone_by === null ? [] : [row.undone_by])];
  return decisionReply(deps.vault, row, await deps.actorNames(tx, actors));
}

/** What was decided at a client, newest first, undone decisions too. */
export async function listDecisions(
  deps: LeadDeps,
  principal: Principal,
  clientId: string | undefined,
): Promise<FindingDecision[]> {
  const client = await oneClient(deps, principal, clientId);
  return await inScope(deps.db, scopeOf(principal, [client.id]), async (tx) => {
    const rows = await findDecisions(tx, { clients: [client.id] });
    const actors = rows.flatMap((row) => [row.decided_by, ...(row.undone_by === null ? [] : [row.undone_by])]);
    const names = await deps.actorNames(tx, [...new Set(actors)]);
    return rows.map((row) => decisionReply(deps.vault, row, names));
  });
}

/** Takes a decision back: its marks go, the finding is open again. Throws 409 when that was done before. */
export async function undoFinding(deps: LeadDeps, principal: Principal, id: string): Promise<FindingDecision> {
  const clients = clientsFor(principal, 'lead.write');
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const [row] = await findDecisions(tx, { clients, id });
    if (row === undefined) throw notFound();
    if (!(await undoDecision(tx, row, actorOf(principal)))) {
      throw new AppError(409, 'already-undone', 'This decision was undone before.');
    }
    await append(tx, {
      clientId: row.client_id,
      actor: { kind: principal.kind, id: principal.id },
      action: 'finding.undone',
      object: { type: 'finding_decision', id },
      detail: { undone: row.action, leads: row.leads },
    });
    return await replyOf(deps, tx, row.client_id, id);
  });
}

const CHECK_TITLES = new Map<string, string>(LEAD_CHECKS.map(({ id, title }) => [id, title]));
const COLUMNS = ['lead_id', 'external_id', 'source', 'campaign_id', 'received_at', 'status', 'failed_checks', 'list'];

/** The leads on a decision's list as CSV lines, without personal data. Recorded. Throws 404 for one that keeps none. */
export async function decisionFile(
  deps: LeadDeps,
  principal: Principal,
  id: string,
): Promise<{ name: string; lines: AsyncGenerator<string> }> {
  const clients = clientsFor(principal, 'lead.export');
  const scope = scopeOf(principal, clients);
  const row = await inScope(deps.db, scope, async (tx) => {
    const [found] = await findDecisions(tx, { clients, id });
    if (found === undefined || MARKS[found.action as FindingDecide['action']] === undefined) throw notFound();
    await append(tx, {
      clientId: found.client_id,
      actor: { kind: principal.kind, id: principal.id },
      action: 'finding.list_downloaded',
      object: { type: 'finding_decision', id },
      detail: { leads: Number(found.listed) },
    });
    return found;
  });
  async function* lines(): AsyncGenerator<string> {
    yield csvLine(COLUMNS);
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const page = await inScope(deps.db, scope, (tx) => listedLeads(tx, row, after, LISTED_PER_CHUNK));
      for (const lead of page) {
        const failed = lead.flags.map((flag) => CHECK_TITLES.get(flag) ?? flag).join('; ');
        const cells = [lead.id, lead.external_id ?? '', lead.source, lead.campaign_id, lead.created_at.toISOString()];
        yield csvLine([...cells, lead.validation_status, failed, lead.mark]);
      }
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.id;
      await breathe();
    }
  }
  const words = row.action === 'payout_held' ? 'held' : 'not-uploaded';
  return { name: `leads-${words}-${row.from}-to-${row.to}.csv`, lines: lines() };
}
