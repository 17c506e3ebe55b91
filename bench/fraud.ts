/**
 * What the audit finds of injected frauds, and whom it accuses: clean worlds with bots, farms, resold people, injected
 * clicks and faked places put in at five rates, ten seeds each, through the same intake and sweep as any client's leads.
 */
import { FRAUD_KINDS } from '../demo/injected/base.ts';
import { type Confusion, runTrial, STATUSES, TRUTHS } from '../server/leads/history/test-trial.ts';
import { testWorld } from '../server/leads/test-world.ts';
import { atLeast, atMost, type Figure, plain } from './figure.ts';

const RATES = [0.01, 0.02, 0.05, 0.1, 0.2];
const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);
const LEADS = 5000;
const PRECISION = 0.97;
const RECALL = 0.9;
const FALSE_ALARMS = 0.2;

export async function benchFraud(): Promise<Figure[]> {
  const world = await testWorld(() => undefined);
  try {
    const clean = await sumOf(world, 0);
    const figures = [atMost('clean world: honest leads accused', share(clean, 'honest') * 100, FALSE_ALARMS, '%')];
    const total = empty();
    for (const rate of RATES) {
      const confusion = await sumOf(world, rate);
      add(total, confusion);
      figures.push(...precisionAndRecall(`${rate * 100} % fraud`, confusion));
    }
    figures.push(...precisionAndRecall('all rates', total));
    for (const kind of FRAUD_KINDS) figures.push(plain(`recall of ${kind}`, share(total, kind), ''));
    process.stdout.write(`\n${table(total)}\n`);
    return figures;
  } finally {
    await world.close();
  }
}

async function sumOf(world: Awaited<ReturnType<typeof testWorld>>, rate: number): Promise<Confusion> {
  const sum = empty();
  for (const seed of SEEDS) add(sum, (await runTrial(world, { seed, count: LEADS, rate })).confusion);
  return sum;
}

function empty(): Confusion {
  const row = () => ({ valid: 0, invalid: 0, review: 0, fraudulent: 0, signed: 0 });
  return Object.fromEntries(TRUTHS.map((truth) => [truth, row()])) as Confusion;
}

function add(sum: Confusion, more: Confusion): void {
  for (const truth of TRUTHS) {
    for (const column of [...STATUSES, 'signed'] as const) sum[truth][column] += more[truth][column];
  }
}

/** Share of the leads of one truth that carry a sign of fraud. */
function share(confusion: Confusion, truth: (typeof TRUTHS)[number]): number {
  const row = confusion[truth];
  const leads = STATUSES.reduce((sum, status) => sum + row[status], 0);
  return leads === 0 ? 0 : row.signed / leads;
}

/** Caught is who carries a sign of fraud: held for review or called fraudulent, or invalid besides. */
function precisionAndRecall(name: string, confusion: Confusion): Figure[] {
  const caught = FRAUD_KINDS.reduce((sum, kind) => sum + confusion[kind].signed, 0);
  const all = FRAUD_KINDS.reduce(
    (sum, kind) => sum + STATUSES.reduce((leads, status) => leads + confusion[kind][status], 0),
    0,
  );
  const certain = FRAUD_KINDS.reduce((sum, kind) => sum + confusion[kind].fraudulent, 0);
  return [
    atLeast(`${name}: precision`, caught / (caught + confusion.honest.signed), PRECISION, ''),
    atLeast(`${name}: recall`, caught / all, RECALL, ''),
    plain(`${name}: precision of “fraudulent” alone`, certain / (certain + confusion.honest.fraudulent), ''),
    plain(`${name}: share of frauds called “fraudulent” without a person`, certain / all, ''),
  ];
}

/** The confusion table, as it stands in RESULTS.md. */
function table(confusion: Confusion): string {
  const header = ['', ...STATUSES, 'with a sign of fraud'];
  const rows = TRUTHS.map((truth) => [
    truth.replace('_', ' '),
    ...STATUSES.map((status) => confusion[truth][status]),
    confusion[truth].signed,
  ]);
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
