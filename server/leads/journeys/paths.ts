/** Keeps `journey_path` in step with the leads and touchpoints that were pulled: only journeys that changed are made anew. */
import * as z from 'zod';
import { STEP_KINDS } from '#domain/attribution/funnel-text.ts';
import { ask, BigInteger, type ClickHouse, SafeInteger } from '../../platform/clickhouse.ts';
import type { Pull } from '../../platform/pull.ts';
import { journeyQuestion } from './questions.ts';

/** Changed rows that one part of a build takes; each becomes an entry of a path held in memory. */
const ROWS_PER_PART = 1_500_000;

const BUILD_SQL = journeyQuestion('build');
const MARKS_SQL = journeyQuestion('build-marks');
const CHANGES_SQL = journeyQuestion('build-changes');

const MarkRow = z.object({ epoch: z.string(), facts: BigInteger, journeys: BigInteger });

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
  const lo = String(mark.journeys);
  // What was pulled from another PostgreSQL is gone; so is what was made of it.
  if (mark.journeys === 0n) await clickhouse.command({ query: 'truncate table journey_path' });
  const [changes] = await ask(clickhouse, CHANGES_SQL, { lo }, z.object({ rows: SafeInteger }));
  const parts = Math.max(1, Math.ceil((changes?.rows ?? 0) / ROWS_PER_PART));
  for (let part = 0; part < parts; part++) {
    await clickhouse.command({
      query: BUILD_SQL,
      query_params: { lo, hi: String(mark.facts), part, parts, kinds: STEP_KINDS },
    });
  }
  // Everything anew leaves many parts; read as one, the newest row of each journey needs no looking for.
  if (mark.journeys === 0n) await clickhouse.command({ query: 'optimize table journey_path final' });
  await clickhouse.command({
    query: "insert into pull_watermark select 'journey', {epoch:String}, {hi:UInt64}, now64(3, 'UTC')",
    query_params: { epoch: mark.epoch, hi: String(mark.facts) },
  });
}
