/** One linkage in the engine: records in, scored pairs and groups out. It knows nothing of leads. */
import * as z from 'zod';
import { averageLink, CLUSTER_DEFAULTS, type ScoredPairs } from '#domain/linkage/cluster.ts';
import { COMMON_LEAST, COMMON_MAX, type LearntFrequencies, learntFrequencies } from '#domain/linkage/frequencies.ts';
import type { LinkageModel } from '#domain/linkage/model.ts';
import type { LinkageFields, LinkageSpec } from '#domain/linkage/spec.ts';
import * as sql from '#domain/linkage/sql.ts';
import { type PatternCount, trainModel } from '#domain/linkage/train.ts';
import { ask, type ClickHouse, SafeInteger } from '../../platform/clickhouse.ts';

/** Blocks with more records are dropped and reported: what so many share tells little. */
const BLOCK_MAX = 100;
/** At most; of few records all pairs come up several times in fewer. */
const RANDOM_PAIRS = 1_000_000;
/** Bytes of one insert; the embedded engine takes statements of 16 MiB. */
const INSERT_BYTES = 8 * 1024 ** 2;

export interface WeighedPairs extends ScoredPairs {
  /** 1 where the pair is never merged without a person having looked. */
  asks: Uint8Array;
}

export interface LinkageRun {
  model: LinkageModel;
  /** How many records tell each counted field. */
  told: Record<string, number>;
  pairs: WeighedPairs;
  /** The group of each record, named by its smallest member. */
  groups: Uint32Array;
  /** Blocks that were too large to compare, by rule. */
  dropped: { rule: string; blocks: number; records: number }[];
  /** Seconds per stage. */
  seconds: Record<string, number>;
}

/** A pair with all that is told of it. */
export const WeighedPair = z.object({
  a: z.int(),
  b: z.int(),
  weight: z.number(),
  asks: z.int(),
  gammas: z.array(z.int()),
  bits: z.array(z.number()),
});

/** Numbers the records 0, 1, … as they come and writes them into the run's table. Returns how many there were. */
export async function fillTables(
  clickhouse: ClickHouse,
  spec: LinkageSpec,
  prefix: string,
  records: AsyncIterable<LinkageFields> | Iterable<LinkageFields>,
): Promise<number> {
  for (const statement of sql.createTables(spec, prefix)) await clickhouse.command({ query: statement });
  let lines: string[] = [];
  let bytes = 0;
  let id = 0;
  let before: Promise<void> = Promise.resolve();
  const flush = async () => {
    const rows = lines.join('\n');
    lines = [];
    bytes = 0;
    await before;
    before = insertRows(clickhouse, prefix, rows);
    // Whoever awaits it later hears of a fault; until then it must not count as unhandled.
    before.catch(() => undefined);
  };
  for await (const fields of records) {
    const line = `${spec.fields.map(({ name }) => escaped(fields[name] ?? '')).join('\t')}\t${id++}`;
    lines.push(line);
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > INSERT_BYTES) await flush();
  }
  if (lines.length > 0) await flush();
  await before;
  return id;
}

/**
 * Rows travel inside the statement, not as its body, since the embedded engine would lay a body down in a file. A fault
 * is told without the engine's words, which quote the rows.
 */
async function insertRows(clickhouse: ClickHouse, prefix: string, rows: string): Promise<void> {
  try {
    await clickhouse.command({ query: `insert into ${prefix}_given settings log_queries = 0 format TSV\n${rows}\n` });
  } catch (error) {
    const code = (error as { code?: string }).code ?? 'unknown';
    throw new Error(`The engine did not take the records to be linked (code ${code})`);
  }
}

const escaped = (text: string) =>
  /[\\\t\n\r\0]/.test(text) ? text.replace(/[\\\t\n\r\0]/g, (sign) => ESCAPES[sign]!) : text;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0' };

/** Drops the tables of a run. */
export async function dropTables(clickhouse: ClickHouse, prefix: string): Promise<void> {
  for (const table of sql.tablesOf(prefix)) await clickhouse.command({ query: `drop table if exists ${table}` });
}

const Pattern = z.object({ gammas: z.array(z.int()), pairs: SafeInteger });
const Told = z.object({ told: SafeInteger, agreeing: SafeInteger });
const Dropped = z.object({ blocks: SafeInteger, records: SafeInteger });

/** Links the records that stand in the run's tables. */
export async function link(
  clickhouse: ClickHouse,
  spec: LinkageSpec,
  prefix: string,
  records: number,
  start: LinkageModel,
  blockMax = BLOCK_MAX,
): Promise<LinkageRun> {
  const seconds: Record<string, number> = {};
  const timed = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    seconds[stage] = (performance.now() - began) / 1000;
    return result;
  };
  const run = async (query: string) => await clickhouse.command({ query });
  const { told, agreement } = await timed('count', async () => await countAll(clickhouse, spec, prefix, run));
  const dropped = await timed('block', async () => {
    const lists: LinkageRun['dropped'] = [];
    for (const rule of spec.blocks) {
      await run(sql.findPairs(spec, prefix, rule, blockMax));
      const [large] = await ask(clickhouse, sql.droppedBlocks(spec, prefix, rule, blockMax), {}, Dropped);
      if (large !== undefined && large.blocks > 0) lists.push({ rule: rule.id, ...large });
    }
    await run(sql.distinctPairs(prefix));
    return lists;
  });
  await timed('compare', async () => await run(sql.comparePairs(spec, prefix)));
  const drawn = Math.min(RANDOM_PAIRS, 2 * records * records);
  await timed('compare at random', async () => await run(sql.compareRandom(spec, prefix, records, drawn)));
  const patterns = async (table: 'compared' | 'random'): Promise<PatternCount[]> =>
    await ask(clickhouse, sql.countPatterns(spec, prefix, table), {}, Pattern);
  const model = await timed('learn', async () =>
    trainModel({
      spec,
      records,
      found: await patterns('compared'),
      random: await patterns('random'),
      agreement,
      start,
    }),
  );
  const pairs = await timed(
    'weigh',
    async () => await fetchPairs(clickhouse, sql.weighPairs(spec, prefix, model, told)),
  );
  const groups = await timed('group', async () => averageLink(records, pairs, CLUSTER_DEFAULTS));
  return { model, told, pairs, groups, dropped, seconds };
}

async function countAll(
  clickhouse: ClickHouse,
  spec: LinkageSpec,
  prefix: string,
  run: (query: string) => Promise<unknown>,
) {
  const told: Record<string, number> = {};
  const agreement: Record<string, number> = {};
  for (const field of sql.frequencyFields(spec)) await run(sql.countValues(prefix, field));
  for (const field of sql.countedFields(spec)) {
    const [row] = await ask(clickhouse, sql.agreementOf(prefix, field), {}, Told);
    const count = row?.told ?? 0;
    told[field] = count;
    // A field nobody shares: as if one pair did.
    if (count > 1) agreement[field] = Math.max(2, row?.agreeing ?? 0) / (count * (count - 1));
  }
  await run(sql.fillRecords(spec, prefix));
  return { told, agreement };
}

/** Bytes of a pair on its way: two numbers of records, the weight, whether a person must look. */
const PAIR_BYTES = 13;

async function fetchPairs(clickhouse: ClickHouse, weighed: string): Promise<WeighedPairs> {
  const { stream } = await clickhouse.exec({
    query: `select a, b, toFloat32(weight), asks from (${weighed}) format RowBinary`,
  });
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const count = bytes.length / PAIR_BYTES;
  const pairs = {
    a: new Uint32Array(count),
    b: new Uint32Array(count),
    bits: new Float32Array(count),
    asks: new Uint8Array(count),
  };
  for (let pair = 0, at = 0; pair < count; pair++, at += PAIR_BYTES) {
    pairs.a[pair] = bytes.readUInt32LE(at);
    pairs.b[pair] = bytes.readUInt32LE(at + 4);
    pairs.bits[pair] = bytes.readFloatLE(at + 8);
    pairs.asks[pair] = bytes[at + 12]!;
  }
  return pairs;
}

const Common = z.object({ value: z.string(), records: SafeInteger });

/** By field whose frequency weighs: how often its common values occur, each by the key that `keyOf` makes of it. */
export async function learnFrequencies(
  clickhouse: ClickHouse,
  spec: LinkageSpec,
  prefix: string,
  told: Readonly<Record<string, number>>,
  keyOf: (field: string, value: string) => string,
): Promise<Record<string, LearntFrequencies>> {
  const tables: Record<string, LearntFrequencies> = {};
  for (const field of sql.frequencyFields(spec)) {
    const rows = await ask(clickhouse, sql.commonValues(prefix, field, COMMON_LEAST, COMMON_MAX), {}, Common);
    const common = rows.map(({ value, records }) => ({ key: keyOf(field, value), records }));
    tables[field] = learntFrequencies(told[field] ?? 0, common);
  }
  return tables;
}

/** The pairs of at least so many bits in full, in pieces, while the run's tables stand. */
export async function* pairsFrom(
  clickhouse: ClickHouse,
  spec: LinkageSpec,
  prefix: string,
  { model, told }: Pick<LinkageRun, 'model' | 'told'>,
  leastBits: number,
): AsyncGenerator<z.output<typeof WeighedPair>[]> {
  const query = `select a, b, weight, asks, gammas, bits from (${sql.weighPairs(spec, prefix, model, told)})
    where weight >= {least:Float64}`;
  const result = await clickhouse.query({ query, query_params: { least: leastBits }, format: 'JSONEachRow' });
  for await (const rows of result.stream()) yield rows.map((row) => WeighedPair.parse(row.json()));
}
