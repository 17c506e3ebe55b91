/** Sources that grew or shrank far more than the others since the comparison period: season and budget move all of them. */
import type { Finding } from '#contract/analytics.ts';
import { type FindingFacts, leadsOf } from './facts.ts';
import { count, dayText, filterOf, percent, periodOf } from './words.ts';

/** Fewer leads on both sides say nothing. */
const LEADS_MIN = 50;
/** Growth or loss that is worth a line. */
const CHANGE_MIN = 0.4;
const DEVIATIONS_MIN = 4;
/** Leads come in bursts: their variance is taken as so many times that of independent events. */
const BURSTINESS = 4;

export function volumeChanges(facts: FindingFacts): Finding[] {
  const { before: earlier } = facts;
  if (earlier === undefined) return [];
  const allNow = facts.sources.reduce((sum, source) => sum + leadsOf(source, facts), 0);
  const allThen = facts.sources.reduce((sum, source) => sum + (source.before ?? 0), 0);
  return facts.sources.flatMap((source) => {
    const now = leadsOf(source, facts);
    const then = source.before ?? 0;
    if (then === 0 || Math.max(now, then) < LEADS_MIN) return [];
    // What the source would have sent had it gone with the others; alone it is compared with itself.
    const expected = allThen > then ? (then * (allNow - now)) / (allThen - then) : then;
    const change = now / then - 1;
    const against = expected === 0 ? 0 : now / expected - 1;
    const deviations = Math.abs(now - expected) / Math.sqrt(BURSTINESS * (now + expected));
    if (Math.min(Math.abs(change), Math.abs(against)) < CHANGE_MIN || change * against < 0) return [];
    if (deviations < DEVIATIONS_MIN) return [];
    const { to } = periodOf(facts);
    const how = now === 0 ? 'sends no leads any more' : `${change > 0 ? 'up' : 'down'} ${percent(Math.abs(change))}`;
    return [
      {
        id: `volume_change:${source.name}`,
        kind: 'volume_change',
        severity: now === 0 ? 'warn' : 'info',
        title: now === 0 ? `${source.name} ${how}` : `${source.name}: leads ${how}`,
        evidence: `${count(now)} leads, ${count(then)} from ${dayText(earlier.from, to)} to ${dayText(earlier.to, to)}.`,
        at_stake_minor: null,
        at_stake_formula: 'A change of volume costs nothing by itself.',
        at_stake_label: 'leads',
        leads: now,
        filter: filterOf(facts, { source: [source.name] }),
      },
    ];
  });
}
