/** S07: the same text with small changes, or addresses counted up from one stem, far more often than at other sources. */
import type { LeadCheck } from '../check.ts';
import { chanceText, NOT_LOOKED_UP, signalsOf } from '../history/own-signals.ts';
import { failed, notRun } from '../verdict.ts';

/** Sketches of a text that must be frequent before it counts as one of the series: one alone may agree by chance. */
export const BANDS_AGREEING = 2;

/** Leads of a source below which nothing is a series. */
const SERIES_LEADS_MIN = 30;

export const s07TemplateLeads: LeadCheck = {
  id: 'S07_TEMPLATE_LEADS',
  family: 'source',
  severity: 'fraud',
  mode: 'history',
  title: 'Written by a person each',
  standing: true,
  run({ raw, email }, facts) {
    if (!raw.message?.trim() && email === undefined)
      return notRun('There is neither a text nor an address to compare.');
    const signals = signalsOf(facts, 'S07_TEMPLATE_LEADS');
    if (signals === undefined) return notRun(NOT_LOOKED_UP);
    const texts = signals.filter(({ of }) => of === 'text');
    const [address] = signals.filter(({ of }) => of === 'address');
    const [text] = texts.length >= BANDS_AGREEING ? texts : [];
    const shown = [text, address].filter((signal) => signal !== undefined);
    const [first] = shown;
    if (first === undefined) {
      return (facts.history?.standing?.leads ?? 0) < SERIES_LEADS_MIN
        ? notRun(`The source has fewer than ${SERIES_LEADS_MIN} leads.`)
        : 'passed';
    }
    return failed(
      first.of === 'text'
        ? `${first.leads} leads of the source say nearly the same; ${first.expected.toFixed(1)} would be usual.`
        : `${first.leads} leads of the source have addresses counted up from the same stem.`,
      shown.flatMap((signal) => [
        {
          label: signal.of === 'text' ? 'Leads with nearly this text' : 'Leads with this stem',
          value: String(signal.leads),
        },
        { label: 'Expected from other sources', value: signal.expected.toFixed(2) },
        { label: 'Chance (Poisson)', value: chanceText(signal.p) },
        ...(signal.of === 'text' ? [{ label: 'This text', value: raw.message?.trim().slice(0, 300) ?? '' }] : []),
      ]),
    );
  },
};
