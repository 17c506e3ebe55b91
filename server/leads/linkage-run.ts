/** One linkage in the engine: records in, scored pairs and groups out. It knows nothing of leads. */
import * as z from 'zod';
import { averageLink, CLUSTER_DEFAULTS, type ScoredPairs } from '#domain/linkage/cluster.ts';
import type { LinkageModel } from '#domain/linkage/model.ts';
import type { LinkageFields, LinkageSpec } from '#domain/linkage/spec.ts';
import * as sql from '#domain/linkage/sql.ts';
import { type PatternCount, trainModel } from '#domain/linkage/train.ts';
import { ask, type ClickHouse, SafeInteger } from '../platform/clickhouse.ts';

/** Blocks with more records are dropped and reported: what so many share tells little. */
const BLOCK_MAX = 100;
const RANDOM_PAIRS = 1_000_000;
/** Bytes of one insert; the embedded engine takes statements of 16 MiB. */
const INSERT_BYTES = 8 * 1024 ** 2;

export interface LinkageRun {
  model: LinkageModel;
  /** How many records tell each counted field. */
  told: Record<string, number>;
  pairs: ScoredPairs;
  /** The group of each record, named by its smallest member. */
  groups: Uint32Array;
  /** Blocks that were too large to compare, by rule. */
  dropped: { rule: string; blocks: number; records: number }[];
  /** Seconds per stage. */
  seconds: Record<string, number>;
}

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
  await timed('compare at random', async () => await run(sql.compareRandom(spec, prefix, records, RANDOM_PAIRS)));
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

/** Pairs and weights, twelve bytes each. */
async function fetchPairs(clickhouse: ClickHouse, weighted: string): Promise<ScoredPairs> {
  const { stream } = await clickhouse.exec({
    query: `select a, b, toFloat32(weight) from (${weighted}) format RowBinary`,
  });
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const count = bytes.length / 12;
  const pairs = { a: new Uint32Array(count), b: new Uint32Array(count), bits: new Float32Array(count) };
  for (let pair = 0; pair < count; pair++) {
    pairs.a[pair] = bytes.readUInt32LE(pair * 12);
    pairs.b[pair] = bytes.readUInt32LE(pair * 12 + 4);
    pairs.bits[pair] = bytes.readFloatLE(pair * 12 + 8);
  }
  return pairs;
}
