/** Looks at all leads of a client through the engine: what is usual for its sources, and what stands out. */
import { TupleParam } from '@clickhouse/client';
import type { SourceStanding } from '#contract/history.ts';
import { RECORDED_SHARE_MIN } from '#domain/lead-checks/behaviour/b10-no-touch.ts';
import { CLICK_FLOOR_SECONDS, FORM_SLACK_SECONDS } from '#domain/lead-checks/behaviour/b11-click-to-lead.ts';
import { burstsOf, hourProfile } from '#domain/lead-checks/history/bursts.ts';
import { BINS, earlyClicks } from '#domain/lead-checks/history/early-clicks.ts';
import { type Found, NOTHING_FOUND, together, weightOf } from '#domain/lead-checks/history/found.ts';
import { reusedClick } from '#domain/lead-checks/history/reused-clicks.ts';
import { ownAndOthers, SERIES_LEADS_MIN, seriesOf, TIMES_EXPECTED } from '#domain/lead-checks/history/series.ts';
import { addressRates, KEY_KINDS, limitsOf, velocityOf } from '#domain/lead-checks/history/velocity.ts';
import type { ClickHouse } from '../../platform/clickhouse.ts';
import {
  askAddressDays,
  askBurstLeads,
  askClicks,
  askDelays,
  askEarly,
  askHours,
  askKeys,
  askSeries,
  askSources,
  askTouchShares,
  askUntouched,
} from './questions.ts';

/** A lead younger than this may still get the touch that was sent beside it. */
const TOUCH_WAIT_MS = 3_600_000;
const TOUCH_DAYS = 30;
const TOUCH_WEEK_LEADS = 10;
const SERIES_KINDS = ['text', 'address'] as const;

export interface Looked {
  found: Found;
  /** By source: what is usual, and the shares of the 24 hours of its day. */
  standings: Map<string, { standing: SourceStanding; hours: readonly number[] }>;
}

/** Everything but outlying sources, which are told from what these signals do to the leads. */
export async function lookAtHistory(
  clickhouse: ClickHouse,
  client: { id: string; timeZone: string },
  now: number,
): Promise<Looked> {
  const base = { client: client.id };
  const sources = await askSources(clickhouse, base);
  const days = await askAddressDays(clickhouse, base);
  const rates = addressRates(
    days.map(({ source_name, kind, ...rest }) => ({ source: source_name, of: kind, ...rest })),
  );
  const hours = (await askHours(clickhouse, { ...base, zone: client.timeZone })).map(({ source_name, ...hour }) => ({
    source: source_name,
    ...hour,
  }));
  const shares = await askTouchShares(clickhouse, base);
  const touch = new Map(shares.map(({ source_name, leads, touched }) => [source_name, touched / leads]));
  const profile = hourProfile(hours);
  const found = together([
    await crowds(clickhouse, base, rates),
    await series(clickhouse, base, sources),
    await earlyLeads(clickhouse, base),
    await bursts(clickhouse, base, hours),
    ...(await askClicks(clickhouse, base)).map(reusedClick),
    shares.some(({ touched }) => touched > 0) ? await untouched(clickhouse, base, now) : NOTHING_FOUND,
  ]);
  const standings = new Map(
    sources.map(({ source_name: source, with_stem: _, ...rest }) => {
      const rate = rates.sources.get(source) ?? rates.client;
      const standing = {
        ...rest,
        per_address: rate.address,
        per_network: rate.network,
        touch_share: touch.get(source) ?? null,
      };
      return [source, { standing, hours: profile.get(source) ?? [] }];
    }),
  );
  return { found, standings };
}

type Base = { client: string };

async function crowds(clickhouse: ClickHouse, base: Base, rates: ReturnType<typeof addressRates>): Promise<Found> {
  // Each source by its own limits: by the lowest of all, one with hundreds at each address would bring every lead it has.
  const limits = [undefined, ...rates.sources.keys()].flatMap((source) =>
    KEY_KINDS.flatMap((kind) =>
      limitsOf({ kind, source }, rates).map(({ window_seconds, limit }) => [
        kind,
        source ?? '',
        limit,
        window_seconds * 1000,
      ]),
    ),
  );
  const groups = await askKeys(clickhouse, { ...base, limits: tuples(limits) });
  return together(
    groups.map(({ source_name, ...group }) =>
      velocityOf({ ...group, source: group.kind === 'device' ? undefined : source_name }, rates),
    ),
  );
}

async function series(
  clickhouse: ClickHouse,
  base: Base,
  sources: readonly { source_name: string; with_text: number; with_stem: number }[],
): Promise<Found> {
  const totals = new Map(sources.map((one) => [one.source_name, { text: one.with_text, address: one.with_stem }]));
  const beside = [...totals.keys()].flatMap((source) =>
    SERIES_KINDS.map((of) => {
      const { own, others } = ownAndOthers(of, source, totals);
      return [of, source, own, others];
    }),
  );
  const groups = await askSeries(clickhouse, {
    ...base,
    least: SERIES_LEADS_MIN,
    times: TIMES_EXPECTED,
    totals: tuples(beside),
  });
  return seriesOf(
    groups.map(({ source_name, ...group }) => ({ ...group, source: source_name })),
    totals,
  );
}

async function earlyLeads(clickhouse: ClickHouse, base: Base): Promise<Found> {
  const floor = CLICK_FLOOR_SECONDS;
  const delays = await askDelays(clickhouse, { ...base, floor, slack: FORM_SLACK_SECONDS, bins: BINS });
  const signals = earlyClicks(
    delays.map(({ source_name, bins }) => {
      const empty = () => new Array<number>(BINS).fill(0);
      const own = { source: source_name, bins: empty(), untimed: empty(), impossible: empty() };
      for (const [bin, ...counts] of bins) [own.bins[bin], own.untimed[bin], own.impossible[bin]] = counts;
      return own;
    }),
  );
  if (signals.length === 0) return NOTHING_FOUND;
  const bounds = signals.flatMap(({ source, signal }): [string, number][] =>
    signal.check === 'B11_CLICK_TO_LEAD' && source !== undefined ? [[source, signal.below_seconds]] : [],
  );
  const early = await askEarly(clickhouse, { ...base, floor, bounds: tuples(bounds) });
  return { signals, hits: early.map(({ id }) => ({ leadId: id, check: 'B11_CLICK_TO_LEAD', weight: 0 })) };
}

async function bursts(clickhouse: ClickHouse, base: Base, hours: Parameters<typeof burstsOf>[0]): Promise<Found> {
  const signals = burstsOf(hours);
  if (signals.length === 0) return NOTHING_FOUND;
  const spans = signals.map(({ source = '', from, to }): [string, number, number] => [source, from, to]);
  const leads = await askBurstLeads(clickhouse, { ...base, spans: tuples(spans) });
  return { signals, hits: leads.map(({ id }) => ({ leadId: id, check: 'B09_BURST', weight: 0 })) };
}

async function untouched(clickhouse: ClickHouse, base: Base, now: number): Promise<Found> {
  const leads = await askUntouched(clickhouse, {
    ...base,
    days: TOUCH_DAYS,
    share: RECORDED_SHARE_MIN,
    least: TOUCH_WEEK_LEADS,
    before: now - TOUCH_WAIT_MS,
  });
  return {
    signals: leads.map(({ visitor, source_name, at, share }) => ({
      key: visitor,
      source: source_name,
      from: at,
      to: at,
      signal: { check: 'B10_NO_TOUCH', days: TOUCH_DAYS, recorded_share: share },
    })),
    hits: leads.map(({ id }) => ({ leadId: id, check: 'B10_NO_TOUCH', weight: weightOf(1) })),
  };
}

/** Rows as the engine takes them in a parameter of type Array(Tuple(…)). */
export function tuples(rows: readonly (readonly unknown[])[]): TupleParam[] {
  return rows.map((row) => new TupleParam(row));
}
