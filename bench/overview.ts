/** How long each question of the overview takes over a million leads of one client. Prints the figures when run by itself. */
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { comparePeriod } from '#domain/lead-metrics/compare-period.ts';
import { findingQuestions } from '../server/leads/findings.ts';
import { overviewQuestions } from '../server/leads/overview-questions.ts';
import { testEngine } from '../server/leads/test-world.ts';
import { ask, type ClickHouse } from '../server/platform/clickhouse.ts';

const LEADS = 1_000_000;
const CHUNK = 100_000;
const DAYS = 365;
const ROUNDS = 5;
export const BENCH_CLIENT = '01999999-0000-7000-8000-000000000001';
/** Midnight after the last lead, UTC. */
export const BENCH_END = Date.parse('2026-11-21T00:00:00Z');

/** Leads as varied as those of a real client: nine sources, fifty regions, a twelfth repeats, four in five valid. */
const GENERATE = `insert into lead_fact (client_id, id, ver, is_deleted, created_at, updated_at, source, campaign_id, ad_group_id,
    keyword, referrer, country, region, email_domain, phone_type, validation_status, conversion_status, contacted_at,
    qualified_at, conversion_date, lost_at, revenue_minor, currency, quality_score, completeness, flags, duplicate_of,
    import_id, tokens, audited_at, visitor, identity_id)
  with rand(number) / 4294967296 as luck, rand(number + 1e9) / 4294967296 as other_luck,
    toDateTime64({end:UInt32} - {days:UInt32} * 86400 + toUInt32(intDiv(number * {days:UInt32} * 86400, {leads:UInt32})), 3, 'UTC') as at,
    ['Google', 'Meta', 'Organic', 'QuoteHarbor', 'LeadCrest', 'TikTok', 'LinkedIn', 'Email', 'Referral'] as sources,
    ['new', 'new', 'new', 'contacted', 'contacted', 'qualified', 'converted', 'lost'] as stages
  select {client:UUID}, toUUID(concat('01990000-0000-7000-8000-', leftPad(lower(hex(number)), 12, '0'))), 1, 0, at, at + 60,
    sources[1 + toUInt32(luck * luck * 9)] as source, concat('campaign-', toString(number % 23)), concat('group-', toString(number % 71)),
    concat('keyword ', toString(number % 997)), 'www.example.com/landing', 'US', concat('R', toString(toUInt32(other_luck * other_luck * 50))),
    concat('mail', toString(number % 4001), '.example'), 'mobile',
    multiIf(luck < 0.8, 'valid', luck < 0.92, 'invalid', luck < 0.96, 'pending', 'fraudulent'), stages[1 + number % 8] as stage,
    if(stage = 'new', null, at + 3600), if(stage in ('qualified', 'converted'), at + 86400, null),
    if(stage = 'converted', at + 900000, null), if(stage = 'lost', at + 100000, null),
    if(stage = 'converted', toInt64(100000 + number % 50000), null), if(stage = 'converted', 'USD', ''),
    toFloat32(40 + 59 * other_luck), 0.9,
    multiIf(luck < 0.7, [], luck < 0.8, ['E07_ROLE'], luck < 0.9, ['P02_INVALID_RANGE', 'E08_FREE_FOR_B2B'], ['E06_DISPOSABLE', 'B04_TOO_FAST']),
    if(number > 1000 and number % 12 = 0, toUUID(concat('01990000-0000-7000-8000-', leftPad(lower(hex(number - 1 - number % 997)), 12, '0'))), null), null,
    arrayMap(x -> toInt64(rand64(number * 20 + x) / 2), range(20)), at + 60,
    number, toUUID(concat('01990000-0000-7000-8000-', leftPad(lower(hex(number)), 12, '0')))
  from numbers({first:UInt64}, {count:UInt64})`;

/** Fills an engine with a million leads of a client, as the pull would: chunk by chunk. */
export async function fillWithLeads(clickhouse: ClickHouse, client = BENCH_CLIENT, leads = LEADS): Promise<void> {
  for (let first = 0; first < leads; first += CHUNK) {
    await clickhouse.command({
      query: GENERATE,
      query_params: { client, end: BENCH_END / 1000, days: DAYS, leads, first, count: CHUNK },
    });
  }
  const prices = {
    Google: 4200,
    Meta: 2600,
    Organic: 0,
    QuoteHarbor: 2400,
    LeadCrest: 2200,
    TikTok: 1500,
    LinkedIn: 6500,
    Email: 150,
    Referral: 5000,
  };
  await clickhouse.insert({
    table: 'source_fact',
    values: Object.entries(prices).map(([name, price_minor]) => ({
      client_id: client,
      name,
      kind: 'other',
      price_minor,
      ver: 1,
    })),
    format: 'JSONEachRow',
  });
}

/** Median milliseconds per question over 1,000,000 leads, for the last 30 days and for the whole year. */
export async function benchOverview(): Promise<{ name: string; ms: number }[]> {
  const engine = await testEngine();
  try {
    await fillWithLeads(engine.clickhouse);
    const figures: { name: string; ms: number }[] = [];
    for (const days of [30, DAYS]) {
      const client = { id: BENCH_CLIENT, clientId: BENCH_CLIENT, timeZone: 'America/Chicago', currency: 'USD' };
      const period = periodOf(days);
      const before = comparePeriod(period, 'previous');
      const { signs, repeats, segments, pairs, contacts } = findingQuestions(client, { period, before });
      const repeating = pairs('Google');
      const found = await ask(engine.clickhouse, repeating.sql, repeating.params, repeating.row);
      const questions = overviewQuestions(client, period, before);
      const others = [signs, repeats, segments, repeating, contacts('Google', found)];
      for (const { name, sql, params } of [...Object.values(questions), ...others]) {
        const times: number[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          const began = performance.now();
          await ask(engine.clickhouse, sql, params, z.unknown());
          times.push(performance.now() - began);
        }
        figures.push({ name: `${name}, ${days} days`, ms: Math.round(times.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0) });
      }
    }
    return figures;
  } finally {
    await engine.close();
  }
}

/** The last days of the leads. */
export function periodOf(days: number) {
  const day = (back: number) => new Date(BENCH_END - 86_400_000 * (back + 1)).toISOString().slice(0, 10);
  return { from: day(days - 1), to: day(0) };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, ms } of await benchOverview()) console.log(`${name.padEnd(40)} ${ms} ms`);
}
