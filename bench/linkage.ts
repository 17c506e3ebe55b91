/**
 * Duplicates among a million synthetic leads: the whole linkage in the engine at the shipped settings, without labels;
 * the same settings on public records with known truth; and one new lead against the million.
 */
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import { averageLink, CLUSTER_DEFAULTS, type ScoredPairs } from '#domain/linkage/cluster.ts';
import { DEFAULT_THRESHOLDS, defaultModel } from '#domain/linkage/default-model.ts';
import { leadFields } from '#domain/linkage/lead-record.ts';
import { LEAD_SPEC } from '#domain/linkage/lead-spec.ts';
import type { LinkageFields } from '#domain/linkage/spec.ts';
import { type Dataset, fake1000, febrl3, historical, pairwise } from '#domain/linkage/test-datasets.ts';
import { startModel } from '#domain/linkage/train.ts';
import { dropTables, fillTables, type LinkageRun, learnFrequencies, link } from '../server/leads/linkage/run.ts';
import { frequencyKey } from '../server/leads/merging/block-keys.ts';
import { testEngine } from '../server/leads/test-world.ts';
import type { ClickHouse } from '../server/platform/clickhouse.ts';
import { atMost, type Figure, plain } from './figure.ts';
import { MILLION, syntheticLeads } from './linkage-leads.ts';
import { benchOneLead, type Learnt } from './linkage-one.ts';
import { BENCH_CLIENT, BENCH_VAULT } from './linkage-store.ts';
import { processorSeconds } from './probe.ts';

const WHOLE_SECONDS = 60;

export async function benchLinkage(): Promise<Figure[]> {
  const engine = await testEngine();
  let learnt: Learnt;
  const figures: Figure[] = [];
  try {
    const million = await linkMillion(engine.clickhouse);
    figures.push(...million.figures);
    learnt = million.learnt;
    for (const [name, dataset, least] of [
      ['febrl3', febrl3, 0.999],
      ['fake_1000', fake1000, 0.92],
      ['historical_50k', historical, 0.87],
    ] as const) {
      figures.push(share(`${name}: F1`, await f1Of(engine.clickhouse, name, await dataset()), least));
    }
  } finally {
    await engine.close();
  }
  return [...figures, ...(await benchOneLead(learnt))];
}

/** The leads stand as JSON before the clock runs, as the vault gives them out; parsing and normalising them counts. */
async function linkMillion(clickhouse: ClickHouse): Promise<{ figures: Figure[]; learnt: Learnt }> {
  const sent: string[] = [];
  const truth: string[] = [];
  for (const { person, lead } of syntheticLeads(MILLION.seed, MILLION.people, MILLION.copies)) {
    sent.push(JSON.stringify(lead));
    truth.push(String(person));
  }
  const used = await processorSeconds();
  const began = performance.now();
  const records = await fillTables(clickhouse, LEAD_SPEC, 'million', normalised(sent));
  const filled = performance.now();
  const run = await link(clickhouse, LEAD_SPEC, 'million', records, defaultModel(records));
  const ended = performance.now();
  const processor = (await processorSeconds()) - used;
  const frequencies = await learnFrequencies(clickhouse, LEAD_SPEC, 'million', run.told, (field, value) =>
    frequencyKey(BENCH_VAULT, BENCH_CLIENT, field, value),
  );
  await dropTables(clickhouse, 'million');
  const { auto } = DEFAULT_THRESHOLDS;
  const sure = averageLink(records, unasked(run), { ...CLUSTER_DEFAULTS, joinBits: Math.log2(auto / (1 - auto)) });
  const { precision, recall, f1 } = pairwise(run.groups, truth);
  const merged = pairwise(sure, truth);
  return {
    learnt: { model: run.model, frequencies },
    figures: [
      share('1,000,000 leads at the default threshold: F1', f1, 0.93),
      told('precision', precision),
      told('recall', recall),
      told('merged unasked: precision', merged.precision),
      told('merged unasked: recall', merged.recall),
      plain('pairs compared', run.pairs.bits.length, ''),
      atMost('whole linkage, parse to groups, 2 cores', (ended - began) / 1000, WHOLE_SECONDS, 's'),
      plain('the same, seconds of processor', processor, 's'),
      plain('of it: parse, normalise and send', (filled - began) / 1000, 's'),
      ...Object.entries(run.seconds).map(([stage, seconds]) => plain(`of it: ${stage}`, seconds, 's')),
    ],
  };
}

function* normalised(sent: readonly string[]): Generator<LinkageFields> {
  for (const text of sent) {
    const lead = { client_id: '', source: '', ...JSON.parse(text) };
    yield leadFields(prepareLead(lead, { country: 'DE', now: 0 }));
  }
}

/** As the job weighs pairs for merging: what a person must look at joins nothing. */
function unasked({ pairs }: LinkageRun): ScoredPairs {
  return { ...pairs, bits: pairs.bits.map((bits, pair) => (pairs.asks[pair] ? Math.min(0, bits) : bits)) };
}

async function f1Of(clickhouse: ClickHouse, name: string, { spec, records, truth }: Dataset): Promise<number> {
  await fillTables(clickhouse, spec, name, records);
  const start = startModel(spec, defaultModel(records.length));
  const { groups } = await link(clickhouse, spec, name, records.length, start);
  await dropTables(clickhouse, name);
  return pairwise(groups, truth).f1;
}

const share = (name: string, value: number, least: number): Figure => ({
  ...told(name, value),
  reach: `≥ ${least}`,
  met: value >= least,
});
const told = (name: string, value: number): Figure => ({ name, measured: value.toFixed(4) });
