/** How one source behaves in a period: its hours, bursts, crowded devices and networks, and the times of its clicks. */
import * as z from 'zod';
import type { SourceBehaviour } from '#contract/fraud.ts';
import { HistorySignal, SourceStanding } from '#contract/history.ts';
import { dayStart } from '#domain/calendar/days.ts';
import { BINS, binEdge } from '#domain/lead-checks/history/early-clicks.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { ksOfBins } from '#domain/statistics/kolmogorov-smirnov.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { findClientFacts } from '../client-facts.ts';
import type { LeadDeps } from '../deps.ts';
import { question } from '../questions.ts';

const HOURS_SQL = question('behaviour-hours');
const FLAGS_SQL = question('behaviour-flags');
const DELAYS_SQL = question('behaviour-delays');
const CROWDS_SHOWN = 20;
const BURSTS_SHOWN = 20;
/** The behaviour that is about crowds, series and clicks; other checks stand in the source's own figures. */
const SHOWN = LEAD_CHECKS.filter(({ mode, family }) => mode === 'history' || family === 'behaviour');
const FAR = { from: 0, to: Date.UTC(2199, 0, 1) };

const HourRow = z.object({ hour: SafeInteger, leads: SafeInteger });
const FlagRow = z.object({ check_id: z.string(), leads: SafeInteger });
const DelayRow = z.object({
  own: z.union([z.boolean(), z.number()]).transform(Boolean),
  bin: SafeInteger,
  leads: SafeInteger,
});

/** `from` and `to` are days of the client, both included; without them, all there is. */
export async function sourceBehaviour(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  { source, from, to }: { source: string; from?: string | undefined; to?: string | undefined },
): Promise<SourceBehaviour> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  const scope = scopeOf(principal, clients);
  const [facts] = await inScope(deps.db, scope, (tx) => findClientFacts(tx, clients));
  if (facts === undefined) throw notFound();
  await deps.pull.fresh();
  const zone = facts.timeZone;
  const span = {
    from: from === undefined ? FAR.from : dayStart(from, zone),
    to: to === undefined ? FAR.to : dayStart(nextDay(to), zone),
  };
  const params = { client: clientId, source, ...span };
  const [hours, flags, delays, known] = await Promise.all([
    ask(deps.clickhouse, HOURS_SQL, { ...params, zone }, HourRow),
    ask(deps.clickhouse, FLAGS_SQL, params, FlagRow),
    ask(deps.clickhouse, DELAYS_SQL, { ...params, bins: BINS }, DelayRow),
    inScope(deps.db, scope, (tx) => learned(tx, clientId, source, span)),
  ]);
  const leads = hours.reduce((sum, row) => sum + row.leads, 0);
  const seen = new Map(hours.map((row) => [row.hour, row.leads]));
  const counts = new Map(flags.map((row) => [row.check_id, row.leads]));
  return {
    source,
    leads,
    standing: known.standing,
    swept_at: known.sweptAt,
    hours: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      usual: known.hours[hour] ?? 0,
      seen: leads === 0 ? 0 : (seen.get(hour) ?? 0) / leads,
    })),
    ...known.signals,
    ...spreadOf(delays),
    flagged: SHOWN.flatMap(({ id, title }) => {
      const count = counts.get(id) ?? 0;
      return count === 0 ? [] : [{ check: id, title, leads: count }];
    }).sort((a, b) => b.leads - a.leads),
  };
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Cumulative shares at every bin from the first lead of either to the last, and how far apart they are. */
function spreadOf(rows: readonly z.output<typeof DelayRow>[]): Pick<SourceBehaviour, 'delays' | 'ks_distance'> {
  const own = new Array<number>(BINS).fill(0);
  const others = new Array<number>(BINS).fill(0);
  for (const row of rows) (row.own ? own : others)[row.bin] = row.leads;
  const sum = (bins: readonly number[]) => bins.reduce((total, count) => total + count, 0);
  const [ours, theirs] = [sum(own), sum(others)];
  if (ours === 0) return { delays: [], ks_distance: null };
  const used = own.map((count, bin) => count + (others[bin] ?? 0));
  const [first, last] = [used.findIndex((count) => count > 0), used.findLastIndex((count) => count > 0)];
  let [below, beside] = [0, 0];
  const delays = own.map((count, bin) => {
    below += count;
    beside += others[bin] ?? 0;
    return { seconds: binEdge(bin), source: below / ours, others: theirs === 0 ? 0 : beside / theirs };
  });
  return {
    delays: delays.slice(Math.max(0, first - 1), last + 1),
    ks_distance: theirs === 0 ? null : Math.abs(ksOfBins(own, others)?.distance ?? 0),
  };
}

async function learned(tx: Tx, clientId: string, source: string, span: { from: number; to: number }) {
  const standing = await tx
    .selectFrom('source_standing')
    .select(['standing', 'hours'])
    .where('client_id', '=', clientId)
    .where('source', '=', source)
    .executeTakeFirst();
  const state = await tx
    .selectFrom('history_state')
    .select('swept_at')
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  const signals = await tx
    .selectFrom('history_signal')
    .select(['from_at', 'to_at', 'signal'])
    .where('client_id', '=', clientId)
    .where('check_id', 'in', ['B07_DEVICE_VELOCITY', 'B08_IP_VELOCITY', 'B09_BURST'])
    .where(({ eb, or }) => or([eb('source', '=', source), eb('source', 'is', null)]))
    .where('to_at', '>=', new Date(span.from))
    .where('from_at', '<', new Date(span.to))
    .orderBy('from_at', 'desc')
    .execute();
  return {
    standing: standing === undefined ? null : SourceStanding.parse(standing.standing),
    hours: standing?.hours ?? [],
    sweptAt: state?.swept_at.toISOString() ?? null,
    signals: signalsOf(signals),
  };
}

function signalsOf(rows: readonly { from_at: Date; to_at: Date; signal: unknown }[]) {
  const bursts: SourceBehaviour['bursts'] = [];
  const crowds: SourceBehaviour['crowds'] = [];
  for (const { from_at, to_at, signal } of rows) {
    const found = HistorySignal.parse(signal);
    const span = { from: from_at.toISOString(), to: to_at.toISOString() };
    if (found.check === 'B09_BURST') bursts.push({ ...span, leads: found.leads, expected: found.expected });
    if (found.check === 'B07_DEVICE_VELOCITY') {
      crowds.push({ of: 'device', ...span, leads: found.leads, limit: found.limit, expected: null });
    }
    if (found.check === 'B08_IP_VELOCITY') {
      crowds.push({ of: found.of, ...span, leads: found.leads, limit: found.limit, expected: found.expected });
    }
  }
  return {
    bursts: bursts.slice(0, BURSTS_SHOWN),
    crowds: crowds.sort((a, b) => b.leads - a.leads).slice(0, CROWDS_SHOWN),
  };
}
