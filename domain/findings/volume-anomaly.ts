/** Days on which a source sent far more or fewer leads than its days before let expect. */
import type { Finding } from '#contract/analytics.ts';
import { type Anomaly, anomalies } from '../forecast/anomalies.ts';
import type { FindingFacts } from './facts.ts';
import { count, dayText, filterOf, percent, periodOf } from './words.ts';

/** One false alarm among a hundred named days; a day is worth a line from this far off on. */
const RULE = { q: 0.01, countMin: 15, shareMin: 0.5 };
/** Quiet days within a run of days that depart. */
const GAP_DAYS = 1;

/** One finding per source: its longest way off the expected, if any. */
export function volumeAnomalies(facts: FindingFacts): Finding[] {
  const last = lastDay(facts);
  const series = facts.sources.map(({ leads }) => leads.slice(0, last + 1));
  const found = anomalies(series, facts.start, RULE);
  return facts.sources.flatMap(({ name }, index) => {
    const runs = runsOf(found[index] ?? []);
    const run = runs.sort((a, b) => offOf(b) - offOf(a))[0];
    return run === undefined ? [] : [findingOf(facts, name, facts.sources[index]?.leads ?? [], run)];
  });
}

/** The last whole day on which anything came: what follows is not yet delivered, rather than missing. */
function lastDay({ sources, whole }: FindingFacts): number {
  for (let day = whole; day >= 0; day--) if (sources.some(({ leads }) => (leads[day] ?? 0) > 0)) return day;
  return -1;
}

/** Days that depart the same way, near enough to be one event. */
function runsOf(days: readonly Anomaly[]): Anomaly[][] {
  const runs: Anomaly[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    const former = run?.at(-1);
    const up = day.actual > day.expected;
    if (former && day.at - former.at <= GAP_DAYS + 1 && former.actual > former.expected === up) run?.push(day);
    else runs.push([day]);
  }
  return runs;
}

const offOf = (run: readonly Anomaly[]) => run.reduce((sum, day) => sum + Math.abs(day.actual - day.expected), 0);

function findingOf(facts: FindingFacts, source: string, counts: readonly number[], run: readonly Anomaly[]): Finding {
  const [first, last] = [run[0]?.at ?? 0, run.at(-1)?.at ?? 0];
  const { to } = periodOf(facts);
  const [from, until] = [facts.days[first] ?? to, facts.days[last] ?? to];
  const actual = run.reduce((sum, day) => sum + day.actual, 0);
  const expected = run.reduce((sum, day) => sum + day.expected, 0);
  const change = actual / expected - 1;
  const on = from === until ? `on ${dayText(from, to)}` : `from ${dayText(from, to)} to ${dayText(until, to)}`;
  const leads = counts.slice(first, last + 1).reduce((sum, number) => sum + number, 0);
  return {
    id: `volume_anomaly:${source}:${from}`,
    kind: 'volume_anomaly',
    severity: change < 0 ? 'warn' : 'info',
    title: `${source}: ${percent(Math.abs(change))} ${change < 0 ? 'fewer' : 'more'} leads than expected ${on}`,
    evidence: `${count(actual)} leads where the days before let expect ${count(Math.round(expected))}.`,
    at_stake_minor: null,
    at_stake_formula: 'A change of volume costs nothing by itself.',
    at_stake_label: 'leads',
    leads,
    filter: filterOf(facts, { source: [source] }, { from, to: until }),
  };
}
