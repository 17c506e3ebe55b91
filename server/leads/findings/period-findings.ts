/** Findings of a period with what was decided about them. */
import * as z from 'zod';
import type { Finding } from '#contract/analytics.ts';
import type { FindingRecord, FindingsQuery } from '#contract/findings.ts';
import type { LeadFilter } from '#contract/lead-list.ts';
import { dayIn } from '#domain/calendar/days.ts';
import { actionsFor, stateOf } from '#domain/findings/state.ts';
import { comparePeriod } from '#domain/lead-metrics/compare-period.ts';
import { type Principal, scopeOf } from '../../platform/access.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import { inScope } from '../../platform/db.ts';
import type { ClientFacts } from '../client-facts.ts';
import type { LeadDeps } from '../deps.ts';
import { leadWhere, narrowedWhere } from '../filter.ts';
import { findFindings } from '../findings.ts';
import { requirePeriod } from '../period.ts';
import { findSegmentBook, type SegmentBook } from '../segments/book.ts';
import { type DecisionRow, decisionReply, findDecisions, narrowingIn } from './decisions.ts';
import { holdsIn, type Narrowing } from './narrowing.ts';

/** The part of the leads that findings are looked for in, with the segments it names. */
export interface Part {
  narrowing: Narrowing;
  segments: SegmentBook;
}

/** What stands out in a period and a part of the leads, most money first, each with its state. The engine must be fresh. */
export async function periodFindings(
  deps: LeadDeps,
  principal: Principal,
  client: ClientFacts,
  query: Pick<FindingsQuery, 'from' | 'to' | 'compare'>,
  part: Part,
): Promise<FindingRecord[]> {
  const period = requirePeriod(query);
  const today = dayIn(client.timeZone, deps.clock());
  const before = comparePeriod(period, query.compare);
  const where = narrowedWhere(part.narrowing, { clients: [client.id], zone: client.timeZone, segments: part.segments });
  const findings = await findFindings(deps.clickhouse, client, { period, before, today, where });
  return await withDecisions(deps, principal, client, period.to, findings, part);
}

/** Reads the segments that a narrowing names. */
export async function partOf(
  deps: LeadDeps,
  principal: Principal,
  client: ClientFacts,
  narrowing: Narrowing,
): Promise<Part> {
  return { narrowing, segments: await findSegmentBook(deps, principal, client.id, narrowing) };
}

/**
 * Findings of a part of the leads beside what was decided about them and stands; a decision holds until the finding has
 * grown. Each filter is closed by the part, so that it shows the leads behind the finding and no others: what a finding
 * says of a field goes before, because it is one of the values that the part allows.
 */
export async function withDecisions(
  deps: LeadDeps,
  principal: Principal,
  client: ClientFacts,
  to: string,
  findings: readonly Finding[],
  part: Part,
): Promise<FindingRecord[]> {
  const { decisions, names } = await inScope(deps.db, scopeOf(principal, [client.id]), async (tx) => {
    const rows = await findDecisions(tx, { clients: [client.id], standing: true });
    return {
      decisions: rows,
      names: await deps.actorNames(
        tx,
        rows.map((row) => row.decided_by),
      ),
    };
  });
  return await Promise.all(
    findings.map(async (finding) => {
      const own = decisions.filter((row) => row.finding === finding.id && holdsIn(narrowingIn(row), part.narrowing));
      const newest = own[0];
      const now = newest === undefined ? 0 : await leadsSince(deps, client, newest, to, part.segments);
      const { state, grownBy } = stateOf(newest && { action: newest.action as 'fixed', leads: newest.leads }, now);
      return {
        ...finding,
        filter: { ...part.narrowing, ...finding.filter },
        state,
        grown_by: grownBy,
        decisions: own.map((row) => decisionReply(deps.vault, row, names)),
        actions: actionsFor(finding.kind),
      };
    }),
  );
}

const CountRow = z.object({ leads: SafeInteger });

/** Leads behind a finding from the first day of a decision to a day, or to the decision's last day if that is later. */
async function leadsSince(
  deps: LeadDeps,
  client: ClientFacts,
  decision: DecisionRow,
  to: string,
  segments: SegmentBook,
): Promise<number> {
  const filter = { ...(decision.filter as LeadFilter), to: to > decision.to ? to : decision.to };
  const where = leadWhere(filter, { clients: [client.id], zone: client.timeZone, segments });
  const [row] = await ask(
    deps.clickhouse,
    `select count() as leads from lead_fact final where ${where.sql}`,
    where.params,
    CountRow,
  );
  return row?.leads ?? 0;
}
