/** `npm run bench [-- name… [--large]]`: measures and prints tables. What was seen is written by hand into RESULTS.md. */
import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAttribution } from './attribution.ts';
import { benchChecks } from './checks.ts';
import { benchCollect } from './collect.ts';
import { benchEngine } from './engine.ts';
import { atLeast, atMost, type Figure, tableOf } from './figure.ts';
import { benchFindings } from './findings.ts';
import { benchFirstPage } from './first-page.ts';
import { benchFraud } from './fraud.ts';
import { benchImport } from './import.ts';
import { benchLinkage } from './linkage.ts';
import { benchOverview } from './overview.ts';
import { benchPage } from './page.ts';
import { benchPostLeads } from './post-leads.ts';
import { benchPredict } from './predict.ts';
import { benchSegments } from './segments.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { large: { type: 'boolean', default: false } },
});

/** In the order in which they run when none is named. */
const BENCHES: Record<string, () => Promise<Figure[]>> = {
  checks: async () => [
    atLeast('leads prepared and checked on one core', (await benchChecks()).leads_per_second, 5_000, '/s'),
  ],
  'first-page': benchFirstPage,
  engine: benchEngine,
  import: async () => await benchImport({ large: values.large }),
  'post-leads': benchPostLeads,
  collect: benchCollect,
  predict: benchPredict,
  segments: benchSegments,
  page: benchPage,
  attribution: benchAttribution,
  findings: benchFindings,
  fraud: benchFraud,
  linkage: benchLinkage,
  overview: async () => (await benchOverview()).map(({ name, ms }) => atMost(name, ms, 150, 'ms')),
};

const unknown = positionals.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(`No benchmark is called ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exit(2);
}
process.stdout.write(`${machine()}\n`);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const load = loadOf();
  const figures = await bench();
  process.stdout.write(`\n${name} (load before ${load}, after ${loadOf()})\n${tableOf(figures)}\n`);
}

function machine(): string {
  const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
  // A copy that was unpacked knows no commit.
  const commit = stdout?.trim() || 'unknown';
  const memory = Math.round(totalmem() / 1024 ** 3);
  const { model = 'unknown processor' } = cpus()[0] ?? {};
  return `${availableParallelism()} x ${model}, ${memory} GiB, Node ${process.version}, commit ${commit}, ${new Date().toISOString()}`;
}

function loadOf(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}
