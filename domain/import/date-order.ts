/** Decides in which order a column writes day, month and year, from a sample of its values. */
import type { DateOrder } from '#contract/import.ts';
import { type DateSeparator, type NumericDate, numericDate, readings } from './dates.ts';

export type DateHints = { country?: string; time_zone?: string };

export type DateOrderDecision = {
  order: DateOrder;
  /** Set where separators disagree; then `order` is that of the most frequent one. */
  by_separator?: Partial<Record<DateSeparator, DateOrder>>;
  /** 0 to 1. */
  confidence: number;
  /** One sentence for the person who confirms the mapping. */
  why: string;
};

type Verdict = { order: DateOrder; confidence: number; why: string; dates: number };

const MONTH_FIRST_COUNTRIES = new Set(['US', 'PH', 'PR', 'GU', 'AS', 'VI', 'MP', 'FM', 'MH', 'PW']);
const YEAR_FIRST_COUNTRIES = new Set(['CN', 'JP', 'KR', 'TW', 'HU', 'LT', 'MN', 'SE', 'IR']);
const AMERICAN_ZONES =
  /^(?:US\/|America\/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise|Indiana|Kentucky|North_Dakota|Juneau|Menominee|Puerto_Rico)|Pacific\/Honolulu)/;

/**
 * Decides over the sample, apart for each separator: days above 12 prove an order; two proven orders leave `auto`, so
 * that what can be read two ways is rejected. Without proof: the order in which the file's rows run forward or back in
 * time, then the part that varies more is the day, then the custom of the country.
 */
export function decideDateOrder(samples: readonly string[], hints: DateHints): DateOrderDecision {
  const bySeparator = new Map<DateSeparator, NumericDate[]>();
  for (const sample of samples) {
    const date = numericDate(sample.trim());
    if (!date) continue;
    const dates = bySeparator.get(date.separator);
    if (dates) dates.push(date);
    else bySeparator.set(date.separator, [date]);
  }
  if (bySeparator.size === 0) {
    return { order: 'auto', confidence: 1, why: 'Every date begins with the year or names the month.' };
  }
  const verdicts = [...bySeparator]
    .map(([separator, dates]) => ({ separator, ...decide(dates, hints) }))
    .sort((a, b) => b.dates - a.dates);
  const main = verdicts[0]!;
  if (verdicts.every((verdict) => verdict.order === main.order)) {
    return {
      order: main.order,
      confidence: Math.max(...verdicts.map((verdict) => verdict.confidence)),
      why: main.why,
    };
  }
  return {
    order: main.order,
    by_separator: Object.fromEntries(verdicts.map((verdict) => [verdict.separator, verdict.order])),
    confidence: Math.min(...verdicts.map((verdict) => verdict.confidence)),
    why: verdicts.map((verdict) => `With "${verdict.separator}": ${verdict.why}`).join(' '),
  };
}

function decide(dates: NumericDate[], hints: DateHints): Verdict {
  const shortYears = dates.every((date) => date.digits[2] <= 2);
  const orders: DateOrder[] = shortYears ? ['dmy', 'mdy', 'ymd'] : ['dmy', 'mdy'];
  const fits = orders.map((order) => dates.filter((date) => readings(date, [order]).length > 0).length);
  const proofs = orders.map((order) => {
    const others = orders.filter((other) => other !== order);
    return dates.filter((date) => readings(date, [order]).length > 0 && readings(date, others).length === 0).length;
  });
  const count = dates.length;
  const proven = orders.filter((_, index) => proofs[index]! > 0);
  if (proven.length > 1) {
    const shown = proven.map((order) => `${proofs[orders.indexOf(order)]} only as ${NAMES[order]}`).join(', ');
    const why = `The column mixes orders: ${shown}; dates that fit both are rejected unless you choose one.`;
    return { order: 'auto', confidence: 0.9, why, dates: count };
  }
  const order = proven[0] ?? soleFit(orders, fits);
  if (order !== undefined) {
    const proof = Math.max(
      proofs[orders.indexOf(order)]!,
      count - Math.max(...fits.filter((_, i) => orders[i] !== order)),
    );
    const why = `${proof} of ${count} dates can only be ${NAMES[order]}.`;
    return { order, confidence: proof >= 3 ? 0.99 : proof === 2 ? 0.95 : 0.9, why, dates: count };
  }
  return withoutProof(dates, orders, hints);
}

const NAMES: Record<DateOrder, string> = {
  auto: 'in any order',
  dmy: 'day first',
  mdy: 'month first',
  ymd: 'year first',
};

/** The one order that fits every date while each other order fails on some. */
function soleFit(orders: DateOrder[], fits: number[]): DateOrder | undefined {
  const best = Math.max(...fits);
  const winners = orders.filter((_, index) => fits[index] === best);
  return winners.length === 1 ? winners[0] : undefined;
}

function withoutProof(dates: NumericDate[], orders: DateOrder[], hints: DateHints): Verdict {
  const count = dates.length;
  if (dates[0]!.separator === '.') {
    return { order: 'dmy', confidence: 0.9, why: 'Dates with dots are written day first.', dates: count };
  }
  const running = orders.filter((order) => runsOneWay(dates, order));
  if (count >= 5 && running.length === 1) {
    const order = running[0]!;
    return { order, confidence: 0.8, why: `Read ${NAMES[order]} the rows run in order of time.`, dates: count };
  }
  const first = new Set(dates.map((date) => date.a)).size;
  const second = new Set(dates.map((date) => date.b)).size;
  if (count >= 5 && Math.max(first, second) >= 4 && Math.max(first, second) >= 2 * Math.min(first, second)) {
    const order = first > second ? 'dmy' : 'mdy';
    const why = `No day is above 12; the ${first > second ? 'first' : 'second'} number varies more, as days do.`;
    return { order, confidence: 0.7, why, dates: count };
  }
  return { ...byCustom(hints, orders), dates: count };
}

/** True where reading in this order never goes back, or never forth, and does move. */
function runsOneWay(dates: NumericDate[], order: DateOrder): boolean {
  const times = dates.map((date) => readings(date, [order])[0] ?? Number.NaN);
  const steps = times.slice(1).map((time, index) => time - times[index]!);
  return steps.some((step) => step !== 0) && (steps.every((step) => step >= 0) || steps.every((step) => step <= 0));
}

function byCustom({ country, time_zone = '' }: DateHints, orders: DateOrder[]): Omit<Verdict, 'dates'> {
  const place = country ?? (AMERICAN_ZONES.test(time_zone) ? 'US' : undefined);
  if (place !== undefined && MONTH_FIRST_COUNTRIES.has(place)) {
    return {
      order: 'mdy',
      confidence: 0.6,
      why: `Nothing in the file decides; month first is the custom in ${place}.`,
    };
  }
  if (place !== undefined && YEAR_FIRST_COUNTRIES.has(place) && orders.includes('ymd')) {
    return { order: 'ymd', confidence: 0.6, why: `Nothing in the file decides; year first is the custom in ${place}.` };
  }
  const custom = place === undefined ? 'most of the world' : place;
  const confidence = place === undefined ? 0.5 : 0.6;
  return { order: 'dmy', confidence, why: `Nothing in the file decides; day first is the custom in ${custom}.` };
}
