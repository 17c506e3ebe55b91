/** Keeps `journey_path` in step with the leads and touchpoints that were pulled: only journeys that changed are made anew. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { STEP_KINDS } from '#domain/attribution/funnel-text.ts';
import { ask, BigInteger, type ClickHouse, type ClickHouseParams, SafeInteger } from '../../platform/clickhouse.ts';
import type { Pull } from '../../platform/pull.ts';
import { journeyQuestion } from './questions.ts';

/** What one part of a build takes, whose deeds are sorted in memory: rows of facts, or journeys that changed. */
const ROWS_PER_PART = 8_000_000;
const JOURNEYS_PER_PART = 400_000;

const MARKS_SQL = journeyQuestion('build-marks');
const CHANGED_SQL = journeyQuestion('build-changed');
const VISITORS_SQL = journeyQuestion('build-visitors');
const GONE_SQL = journeyQuestion('build-gone');
const ROWS_SQL = 'select (select count() from lead_fact) + (select count() from touchpoint_fact) as size';
const JOURNEYS_SQL = 'select count() as size from journey_change where build = {build:String} and visitor = 0';

/** The question of a build over all journeys, and over those that changed, which reads no other visitor's touchpoints. */
const ALL_SQL = buildOf('true', 'cityHash64(journey) % 1024 % {parts:UInt16} = {part:UInt16}');
const BUILD_SQL = buildOf('(client_id, visitor) in near', '(client_id, journey) in changed');

function buildOf(near: string, ofPart: string): string {
  return journeyQuestion('build').replaceAll('{near:Condition}', near).replaceAll('{of_part:Condition}', ofPart);
}

const MarkRow = z.object({ epoch: z.string(), facts: BigInteger, journeys: BigInteger });
const SizeRow = z.object({ size: SafeInteger });

const building = new WeakMap<ClickHouse, Promise<void>>();

/** Pulls what was committed before this call and brings the paths up to it; returns the instant through which they hold. */
export async function freshPaths({ pull, clickhouse }: { pull: Pull; clickhouse: ClickHouse }): Promise<Date> {
  const through = await pull.fresh();
  // One build at a time: whoever comes during one waits for it and then sees whether another is needed.
  while (building.has(clickhouse)) await building.get(clickhouse)?.catch(() => undefined);
  const build = buildPaths(clickhouse).finally(() => building.delete(clickhouse));
  building.set(clickhouse, build);
  await build;
  return through;
}

/** Makes the journeys anew whose leads or touchpoints changed since the last build. Repeating it changes nothing. */
export async function buildPaths(clickhouse: ClickHouse): Promise<void> {
  const [mark] = await ask(clickhouse, MARKS_SQL, {}, MarkRow);
  if (mark === undefined || mark.journeys >= mark.facts) return;
  const hi = String(mark.facts);
  if (mark.journeys === 0n) await buildAll(clickhouse, hi);
  else await buildChanged(clickhouse, String(mark.journeys), hi);
  await clickhouse.command({
    query: "insert into pull_watermark select 'journey', {epoch:String}, {hi:UInt64}, now64(3, 'UTC')",
    query_params: { epoch: mark.epoch, hi },
  });
}

async function buildAll(clickhouse: ClickHouse, hi: string): Promise<void> {
  // What was pulled from another PostgreSQL is gone; so is what was made of it.
  await clickhouse.command({ query: 'truncate table journey_path' });
  const [rows] = await ask(clickhouse, ROWS_SQL, {}, SizeRow);
  const parts = Math.max(1, Math.ceil((rows?.size ?? 0) / ROWS_PER_PART));
  await buildParts(clickhouse, ALL_SQL, parts, { build: '', hi });
  // Everything anew leaves many parts; read as one, the newest row of each journey needs no looking for.
  await clickhouse.command({ query: 'optimize table journey_path final' });
}

async function buildChanged(clickhouse: ClickHouse, lo: string, hi: string): Promise<void> {
  const build = randomUUID();
  const run = (query: string) => clickhouse.command({ query, query_params: { build, lo, hi } });
  try {
    await run(CHANGED_SQL);
    await run(VISITORS_SQL);
    const [journeys] = await ask(clickhouse, JOURNEYS_SQL, { build }, SizeRow);
    await buildParts(clickhouse, BUILD_SQL, Math.ceil((journeys?.size ?? 0) / JOURNEYS_PER_PART), { build, hi });
    await run(GONE_SQL);
  } finally {
    await run('alter table journey_change drop partition {build:String}');
  }
}

async function buildParts(
  clickhouse: ClickHouse,
  query: string,
  parts: number,
  params: ClickHouseParams,
): Promise<void> {
  for (let part = 0; part < parts; part++)
    await clickhouse.command({ query, query_params: { ...params, kinds: STEP_KINDS, part, parts } });
}
