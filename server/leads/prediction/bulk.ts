/** Reads what was known of many leads from the engine, block by block, so that a million of them need little memory. */
import * as z from 'zod';
import { DEFAULT_ENGAGEMENT } from '#domain/engagement/score.ts';
import type { ClickHouse } from '../../platform/clickhouse.ts';
import { question } from '../questions.ts';
import { CAPTURE_CHECKS, type LeadColumns } from './features.ts';

const LEADS_SQL = question('prediction-leads');
const BLOCK = 20_000;
const DAY_MS = 86_400_000;

const texts = z.array(z.string());
const numbers = z.array(z.number());
const Block = z.object({
  id: texts,
  at: numbers,
  hour: texts,
  weekday: texts,
  source: texts,
  campaign: texts,
  country: texts,
  region: texts,
  email_domain: texts,
  phone_type: texts,
  checks_failed: numbers,
  completeness: numbers,
  quality_points: numbers,
  seconds_on_form: numbers,
  minutes_since_click: numbers,
  touches: numbers,
  seconds_seen: numbers,
  engagement: numbers,
  converted: numbers,
  took_ms: numbers,
});

/** Columns of leads with what became of them. */
export type KnownColumns = z.infer<typeof Block> & LeadColumns;

export interface LeadsAsked {
  clientId: string;
  /** IANA zone in which hours and weekdays are told. */
  zone: string;
  /** created_at in ms: from (inclusive) and to (exclusive). */
  from?: number;
  to?: number;
  /** At most so many, the newest. */
  newest: number;
}

/** Half-lives and points of deeds, by which engagement at the instant of capture is told. */
export function deedWeights() {
  const kinds = Object.entries(DEFAULT_ENGAGEMENT.kinds);
  return {
    kinds: kinds.map(([kind]) => kind),
    points: kinds.map(([, { points }]) => points),
    half_lives_ms: kinds.map(([, { half_life_days }]) => half_life_days * DAY_MS),
  };
}

/** Blocks of leads in no order. Throws when an answer is not of the shape it promises. */
export async function* readLeads(clickhouse: ClickHouse, asked: LeadsAsked): AsyncGenerator<KnownColumns> {
  const answer = await clickhouse.query({
    query: LEADS_SQL,
    query_params: {
      client: asked.clientId,
      zone: asked.zone,
      checks: CAPTURE_CHECKS,
      from_ms: Math.trunc(asked.from ?? -1e14),
      to_ms: Math.trunc(asked.to ?? 1e14),
      newest: asked.newest,
      block: BLOCK,
      ...deedWeights(),
    },
    format: 'JSONEachRow',
    clickhouse_settings: { max_execution_time: 600 },
  });
  for await (const rows of answer.stream()) for (const row of rows) yield Block.parse(row.json());
}

/** All leads asked for, oldest first. */
export async function readAll(clickhouse: ClickHouse, asked: LeadsAsked): Promise<KnownColumns> {
  const blocks: KnownColumns[] = [];
  for await (const block of readLeads(clickhouse, asked)) blocks.push(block);
  const at = Float64Array.from(blocks.flatMap((block) => block.at));
  const ids = blocks.flatMap((block) => block.id);
  // Leads of the same instant stand in the order of their ids, so that the same leads always give the same model.
  const order = Uint32Array.from(at, (_, place) => place).sort(
    (a, b) => at[a]! - at[b]! || (ids[a]! < ids[b]! ? -1 : 1),
  );
  const names = Object.keys(Block.shape) as (keyof KnownColumns)[];
  return Object.fromEntries(
    names.map((name) => {
      const joined = blocks.flatMap((block) => block[name] as (string | number)[]);
      return [name, Array.from(order, (place) => joined[place]!)];
    }),
  ) as unknown as KnownColumns;
}
