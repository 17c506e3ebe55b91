/**
 * S06: the source has far more leads with signs of some kind than its peers, and this lead has a sign too. A lead
 * without a sign of its own is not blamed for its source. A sign that by itself only warns, where the source has ten
 * times its peers' share of it, is most likely one of the excess; a sign of fraud is joined by the source only for
 * signs of another family, so that the two stay independent.
 */
import type { LeadCheck } from '../check.ts';
import { chanceText, NOT_LOOKED_UP, signalsOf } from '../history/own-signals.ts';
import { LEADS_MIN, WEAK_SIGNS } from '../history/source-outliers.ts';
import { failed, notRun } from '../verdict.ts';

export const s06SourceOutlier: LeadCheck = {
  id: 'S06_SOURCE_OUTLIER',
  family: 'source',
  severity: 'fraud',
  mode: 'history',
  title: 'Source among its peers',
  standing: true,
  run(_, facts, before) {
    const signals = signalsOf(facts, 'S06_SOURCE_OUTLIER');
    if (signals === undefined) return notRun(NOT_LOOKED_UP);
    const signs = before.filter(({ outcome }) => outcome === 'failed');
    const joined = signals.filter((signal) =>
      signs.some((sign) =>
        signal.strong
          ? sign.severity === 'fraud' && sign.family !== signal.family && sign.family !== 'source'
          : WEAK_SIGNS.has(sign.id) && sign.family === signal.family,
      ),
    );
    const [first] = joined;
    if (first === undefined) {
      return (facts.history?.standing?.leads ?? 0) < LEADS_MIN
        ? notRun(`The source has fewer than ${LEADS_MIN} leads.`)
        : 'passed';
    }
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
    return failed(
      `${percent(first.hits / first.leads)} of this source's leads have signs of the kind “${first.family}”; of its peers' ${percent(first.peers_share)} do.`,
      joined.flatMap((signal) => [
        { label: `Leads with signs: ${signal.family}`, value: `${signal.hits} of ${signal.leads}` },
        { label: 'Share among the peers', value: percent(signal.peers_share) },
        { label: 'Chance (beta-binomial)', value: chanceText(signal.p) },
      ]),
    );
  },
};
