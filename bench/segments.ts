/** How long counting a segment takes over half a million leads with a million touchpoints, each time anew. */
import * as z from 'zod';
import type { SegmentGroup, SegmentRule } from '#contract/segment-rules.ts';
import { compileSegment } from '#domain/segments/compile.ts';
import { testEngine } from '../server/leads/test-world.ts';
import { ask, SafeInteger } from '../server/platform/clickhouse.ts';
import { atMost, type Figure, plain } from './figure.ts';
import { BENCH_CLIENT, BENCH_END, fillWithLeads } from './overview.ts';

const LEADS = 500_000;
const TOUCHES = 1_000_000;
const ROUNDS = 7;
const LIMIT_MS = 100;

const group = (match: SegmentGroup['match'], ...rules: SegmentRule[]): SegmentGroup => ({
  kind: 'group',
  match,
  rules,
});
const fields = group(
  'all',
  { kind: 'text', field: 'source', operator: 'is', values: ['Google', 'Meta', 'TikTok'] },
  { kind: 'number', field: 'quality_score', min: 60 },
  { kind: 'time', field: 'created_at', within_days: 180 },
  group(
    'any',
    { kind: 'reached', stage: 'qualified' },
    { kind: 'check', checks: ['E06_DISPOSABLE', 'B04_TOO_FAST'], match: 'any' },
  ),
  group(
    'none',
    { kind: 'duplicate', duplicate: true },
    { kind: 'text', field: 'keyword', operator: 'contains', values: ['99', '7 7'] },
  ),
);
const words = group('all', { kind: 'words', tokens: ['1', '2'] });
const events = group('all', { kind: 'event', events: ['visit', 'call'], at_least: 2, when: 'last', within_days: 90 });
const before = group('all', { kind: 'event', events: ['visit'], at_least: 1, when: 'before', within_days: 30 });
const rfm = group('all', { kind: 'rfm', recency: [4, 5], monetary: [5] });

/** Two touchpoints for each lead's visitor, in the year before the end. */
const TOUCH = `insert into touchpoint_fact (client_id, id, ver, is_deleted, visitor, lead_id, at, kind)
  select {client:UUID}, generateUUIDv4(), 1, 0, intDiv(number, 2), null,
    toDateTime64({end:UInt32} - rand(number) % (365 * 86400), 3, 'UTC'), ['visit', 'email_open', 'call', 'view'][1 + number % 4]
  from numbers({touches:UInt64})`;

export async function benchSegments(): Promise<Figure[]> {
  const engine = await testEngine();
  const { clickhouse } = engine;
  try {
    await fillWithLeads(clickhouse, BENCH_CLIENT, LEADS);
    await clickhouse.command({
      query: TOUCH,
      query_params: { client: BENCH_CLIENT, end: BENCH_END / 1000, touches: TOUCHES },
    });
    const measure = async (rules: SegmentGroup) => {
      const context = {
        client: BENCH_CLIENT,
        currency: 'USD',
        zone: 'America/Chicago',
        now: BENCH_END,
        segment: () => undefined,
      };
      const { sql, params } = compileSegment(rules, context, 'r');
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const began = performance.now();
        await ask(
          clickhouse,
          `select countIf(${sql}) as leads, count() as total from lead_fact final where client_id = {client:UUID}`,
          { ...params, client: BENCH_CLIENT },
          z.object({ leads: SafeInteger, total: SafeInteger }),
        );
        times.push(performance.now() - began);
      }
      return times.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
    };
    return [
      atMost('500,000 leads, eight rules in three groups', await measure(fields), LIMIT_MS, 'ms'),
      atMost('500,000 leads, words of a person', await measure(words), LIMIT_MS, 'ms'),
      plain('and 1,000,000 touchpoints, did twice in the last 90 days', await measure(events), 'ms'),
      plain('and 1,000,000 touchpoints, did in the 30 days before', await measure(before), 'ms'),
      plain('recency, frequency and value of everyone', await measure(rfm), 'ms'),
    ];
  } finally {
    await engine.close();
  }
}
