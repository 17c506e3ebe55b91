/** The overview of one client's leads: numbers, lines, funnel, sources, places. What stands out is asked for apart. */
import type { Overview } from '#contract/analytics.ts';
import type { OverviewQuery } from '#contract/analytics-query.ts';
import { comparePeriod, type Period } from '#domain/lead-metrics/compare-period.ts';
import type { Principal } from '../platform/access.ts';
import { ask } from '../platform/clickhouse.ts';
import type { ClientFacts } from './client-facts.ts';
import type { LeadDeps } from './deps.ts';
import { narrowedWhere, type Where } from './filter.ts';
import { oneClient } from './one-client.ts';
import { overviewQuestions, type Question } from './overview-questions.ts';
import { funnelOf, kpisOf, qualityOf, sourcesOf, sumsOf, volumeOf, warningsOf } from './overview-shape.ts';
import { requirePeriod } from './period.ts';
import { findSegmentBook } from './segments/book.ts';

/** Numbers of the longest answer that is kept: a year of some forty sources. */
const KEPT_MAX = 15_000;

/** Answers for a period, beside the one it is compared with. Throws 404 for a client out of reach, 422 for a bad period. */
export async function getOverview(deps: LeadDeps, principal: Principal, query: OverviewQuery): Promise<Overview> {
  const { compare, ...filter } = query;
  const period = requirePeriod(query);
  const client = await oneClient(deps, principal, query.client_id);
  const before = comparePeriod(period, compare);
  const through = await deps.pull.fresh();
  const segments = await findSegmentBook(deps, principal, client.id, filter);
  const where = narrowedWhere(filter, { clients: [client.id], zone: client.timeZone, segments });
  const answer = () => panelsOf(deps, client, period, before, where);
  const small = ({ days, sources }: Panels) => days.length * sources.length <= KEPT_MAX;
  const { id, timeZone, currency } = client;
  // Journeys are put together by themselves, some time after the pull.
  const panels = filter.journey
    ? await answer()
    : await deps.remember(['overview', { id, timeZone, currency, period, before, where }], answer, small);
  return { ...panels, data_through: through.toISOString() };
}

type Panels = Omit<Overview, 'data_through'>;

async function panelsOf(
  deps: LeadDeps,
  client: ClientFacts,
  period: Period,
  before: Period | undefined,
  where: Where,
): Promise<Panels> {
  const questions = overviewQuestions({ ...client, clientId: client.id }, period, before, where);
  const answer = <Q extends Question>({ sql, params, row }: Q) => ask(deps.clickhouse, sql, params, row as Q['row']);
  const [days, funnel, funnelBefore, places, registered] = await Promise.all([
    answer(questions.days),
    answer(questions.funnel),
    before === undefined ? [] : answer(questions.funnelBefore),
    answer(questions.geography),
    answer(questions.sources),
  ]);
  const now = sumsOf(days, period);
  const then = before && sumsOf(days, before);
  const audited = days
    .filter(({ day }) => day >= period.from)
    .flatMap(({ sources }) => sources)
    .reduce((last, { audited_at_ms }) => Math.max(last, audited_at_ms), 0);
  return {
    client_id: client.id,
    ...period,
    ...(before === undefined ? {} : { compare_from: before.from, compare_to: before.to }),
    time_zone: client.timeZone,
    currency: client.currency,
    kpis: kpisOf(now, then),
    days: now.days,
    volume: volumeOf(now),
    volume_previous: then?.daily.map(({ leads }) => leads) ?? [],
    quality: qualityOf(now, then, days),
    funnel: funnelOf(funnel[0], funnelBefore[0]),
    sources: sourcesOf(now, then, registered),
    geography: places.map((place) => ({
      country: place.country_code,
      region: place.region_name,
      leads: place.leads,
      quality_score: Math.round(place.quality_score_mean * 100) / 100,
      valid_rate: place.valid_rate,
    })),
    // A lead is audited in the transaction that stores it.
    audited: {
      leads: now.total.leads,
      total: now.total.leads,
      last_audited_at: audited === 0 ? null : new Date(audited).toISOString(),
    },
    warnings: warningsOf(now, client.currency),
  };
}
