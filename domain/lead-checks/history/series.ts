/** S07 over all leads of a client: sketches of texts and stems of addresses that one source has far more than others. */
import type { HistorySignal } from '#contract/history.ts';
import { poissonTail } from '../../statistics/poisson.ts';
import { BANDS_AGREEING } from '../source/s07-template-leads.ts';
import { type Found, type FoundSignal, NO_END, weightOf } from './found.ts';

/** Fewer leads of different people are no series. */
export const SERIES_LEADS_MIN = 5;
/** Below this many times the expected a difference may be a matter of taste between audiences. */
export const TIMES_EXPECTED = 5;
const ALPHA = 1e-6;
/** A text on more of a source's leads than this is the source's own wording, not a person's. */
const BOILERPLATE_SHARE = 0.5;
const BOILERPLATE_LEADS = 50;

/** How often one sketch or stem stands at a source and everywhere. */
export interface SeriesGroup {
  of: 'text' | 'address';
  key: string;
  source: string;
  /** Leads of different people at the source, and at all others. */
  leads: number;
  elsewhere: number;
  ids: readonly string[];
}

/** Leads that have a text, or a counted address, at each source. */
export type SeriesTotals = ReadonlyMap<string, Record<'text' | 'address', number>>;

export function seriesOf(groups: readonly SeriesGroup[], totals: SeriesTotals): Found {
  const signals: FoundSignal[] = [];
  const bands = new Map<string, { texts: number; addresses: number; most: number }>();
  for (const group of groups) {
    const signal = signalOf(group, totals);
    if (signal === undefined) continue;
    signals.push({ key: group.key, source: group.source, from: 0, to: NO_END, signal });
    for (const id of group.ids) {
      const seen = bands.get(id) ?? { texts: 0, addresses: 0, most: 0 };
      if (group.of === 'text') seen.texts += 1;
      else seen.addresses += 1;
      seen.most = Math.max(seen.most, group.leads);
      bands.set(id, seen);
    }
  }
  const hits = [...bands].flatMap(([leadId, { texts, addresses, most }]) =>
    texts >= BANDS_AGREEING || addresses > 0
      ? [{ leadId, check: 'S07_TEMPLATE_LEADS' as const, weight: weightOf(most) }]
      : [],
  );
  return { signals, hits };
}

/** Leads that have a text, or a counted address, at the source and at all others. */
export function ownAndOthers(
  of: SeriesGroup['of'],
  source: string,
  totals: SeriesTotals,
): { own: number; others: number } {
  const others = [...totals].reduce((sum, [name, counts]) => sum + (name === source ? 0 : counts[of]), 0);
  return { own: totals.get(source)?.[of] ?? 0, others };
}

function signalOf(group: SeriesGroup, totals: SeriesTotals): HistorySignal | undefined {
  const { of, source, leads, elsewhere } = group;
  const { own, others } = ownAndOthers(of, source, totals);
  if (leads < SERIES_LEADS_MIN) return undefined;
  if (own >= BOILERPLATE_LEADS && leads > own * BOILERPLATE_SHARE) return undefined;
  // Half a lead elsewhere keeps what nobody else wrote away from an expectation of nothing.
  const expected = (own * (elsewhere + 0.5)) / (others + 1);
  const p = poissonTail(leads, expected);
  if (p > ALPHA || leads < expected * TIMES_EXPECTED) return undefined;
  return { check: 'S07_TEMPLATE_LEADS', of, leads, expected, p };
}
