/** D03: the dates of a lead are in an order that cannot be, or in the future. */
import type { LeadCheck, PreparedLead } from '../check.ts';
import { spanText, timeText } from '../evidence-text.ts';
import { failed, notRun } from '../verdict.ts';

/** Clocks of web servers, sellers and phones differ; a disorder smaller than this says nothing. */
const CLOCK_TOLERANCE_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
/** No form on the web is older (HTML 2.0, RFC 1866, November 1995); dates before are zeros of some calendar (1970, 1900, 1899). */
const FIRST_FORM = Date.UTC(1995, 0, 1);

interface Moment {
  label: string;
  /** The earliest and the latest instant it can stand for: a date without a time stands for its whole day. */
  from: number;
  to: number;
}

export const d03DateSanity: LeadCheck = {
  id: 'D03_DATE_SANITY',
  family: 'data',
  severity: 'invalid',
  mode: 'offline',
  title: 'Dates are possible',
  run(lead, facts) {
    const moments = momentsOf(lead);
    if (moments.length === 0) return notRun('The lead was delivered without any date.');
    const findings = [
      ...moments.filter(({ to }) => to < FIRST_FORM).map(({ label }) => `${label} lies before there were web forms`),
      ...moments
        .filter(({ from }) => from > facts.now + CLOCK_TOLERANCE_MS)
        .map(({ label, from }) => `${label} lies ${spanText(from - facts.now)} in the future`),
      ...disorders(moments),
    ];
    if (findings.length === 0) return 'passed';
    return failed(`The dates cannot be right: ${findings.join('; ')}.`, [
      ...moments.map(({ label, from, to }) => ({
        label,
        value: from === to ? timeText(from) : timeText(from).slice(0, 10),
      })),
      { label: 'Time of the audit', value: timeText(facts.now) },
    ]);
  },
};

function momentsOf({ raw }: PreparedLead): Moment[] {
  return [
    moment('The click', raw.clicked_at),
    moment('The form', raw.created_at),
    moment('The delivery', raw.delivered_at),
    moment('The conversion', raw.conversion_date),
  ].filter((found) => found !== undefined);
}

function moment(label: string, text: string | undefined): Moment | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  if (text === undefined || Number.isNaN(at)) return undefined;
  // Midnight to the second is how a column of dates without times arrives.
  return { label, from: at, to: /T00:00(?::00(?:\.0+)?)?(?!\d|:|\.)/.test(text) ? at + DAY_MS : at };
}

/** The click comes before the form, the form before delivery and before conversion. */
function disorders(moments: readonly Moment[]): string[] {
  const named = new Map(moments.map((found) => [found.label, found]));
  const form = named.get('The form');
  return [
    disorder(named.get('The click'), form),
    disorder(form, named.get('The delivery')),
    disorder(form, named.get('The conversion')),
  ].filter((found) => found !== undefined);
}

function disorder(earlier: Moment | undefined, later: Moment | undefined): string | undefined {
  if (!earlier || !later || earlier.from <= later.to + CLOCK_TOLERANCE_MS) return undefined;
  return `${later.label.toLowerCase()} lies ${spanText(earlier.from - later.to)} before ${earlier.label.toLowerCase()}`;
}
