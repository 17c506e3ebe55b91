/** Whether one lead is in a segment: the same answer as the compiled condition gives in the engine. */
import type { SegmentGroup, SegmentLeaf, SegmentRule } from '#contract/segment-rules.ts';
import { addDays, dayStart } from '../calendar/days.ts';
import { DAY_MS, DECIMALS, lowerAscii, type SegmentContext, type SegmentLead } from './lead.ts';

type Context = SegmentContext<SegmentGroup>;

/** Whether the rules hold for a lead. A segment that refers to itself, which no saved one does, holds for nobody. */
export function inSegment(rules: SegmentGroup, lead: SegmentLead, context: Context): boolean {
  return holds(rules, lead, context, []);
}

function holds(rule: SegmentRule, lead: SegmentLead, context: Context, within: readonly string[]): boolean {
  if (rule.kind === 'group') {
    const test = (part: SegmentRule) => holds(part, lead, context, within);
    if (rule.match === 'all') return rule.rules.every(test);
    const some = rule.rules.some(test);
    return rule.match === 'any' ? some || rule.rules.length === 0 : !some;
  }
  if (rule.kind === 'segment') {
    const other = within.includes(rule.id) ? undefined : context.segment(rule.id);
    return other !== undefined && holds(other, lead, context, [...within, rule.id]);
  }
  return leafHolds(rule, lead, context);
}

function leafHolds(
  rule: Exclude<SegmentLeaf, { kind: 'segment' }>,
  lead: SegmentLead,
  { zone, now }: Context,
): boolean {
  switch (rule.kind) {
    case 'text':
      return textHolds(rule, lead.text[rule.field]);
    case 'number': {
      const value = lead.numbers[rule.field];
      if (value === undefined) return false;
      const digits = DECIMALS[rule.field];
      const number = digits === undefined ? value : Math.round(value * 10 ** digits) / 10 ** digits;
      return (rule.min === undefined || number >= rule.min) && (rule.max === undefined || number <= rule.max);
    }
    case 'time': {
      const at = lead.times[rule.field];
      if (at === undefined) return false;
      return (
        (rule.from === undefined || at >= dayStart(rule.from, zone)) &&
        (rule.to === undefined || at < dayStart(addDays(rule.to, 1), zone)) &&
        (rule.within_days === undefined || (at > now - rule.within_days * DAY_MS && at <= now))
      );
    }
    case 'check':
      return rule.match === 'all'
        ? rule.checks.every((check) => lead.flags.has(check))
        : rule.checks.some((check) => lead.flags.has(check));
    case 'duplicate':
      return lead.duplicate === rule.duplicate;
    case 'reached':
      return reachedHolds(rule, lead);
    case 'event':
      return lead.touchpoints.filter((touch) => counts(rule, touch, lead, now)).length >= rule.at_least;
    case 'rfm':
      return (['recency', 'frequency', 'monetary'] as const).every(
        (side) => rule[side] === undefined || (lead.rfm !== undefined && rule[side].includes(lead.rfm[side])),
      );
    case 'words':
      return rule.tokens?.every((token) => lead.tokens.has(token)) ?? false;
  }
}

function counts(
  { events, when, within_days: within }: Extract<SegmentLeaf, { kind: 'event' }>,
  { kind, at }: SegmentLead['touchpoints'][number],
  { times: { created_at: created } }: SegmentLead,
  now: number,
): boolean {
  if (!events.some((event) => event === kind)) return false;
  const span = within === undefined ? Number.POSITIVE_INFINITY : within * DAY_MS;
  if (when === 'last') return at <= now && at > now - span;
  if (created === undefined) return false;
  return when === 'before' ? at <= created && at > created - span : at > created && at <= created + span;
}

/** Whether a text fits an operator and its values. */
export function textHolds(
  { operator, values }: Pick<Extract<SegmentLeaf, { kind: 'text' }>, 'operator' | 'values'>,
  text: string,
): boolean {
  if (operator === 'is') return values.includes(text);
  if (operator === 'is_not') return !values.includes(text);
  const small = lowerAscii(text);
  if (operator === 'starts_with') return values.some((value) => small.startsWith(lowerAscii(value)));
  const contained = values.some((value) => small.includes(lowerAscii(value)));
  return operator === 'contains' ? contained : !contained;
}

function reachedHolds(
  { stage, within_days: within }: Extract<SegmentLeaf, { kind: 'reached' }>,
  { text, times }: SegmentLead,
): boolean {
  const status = text.conversion_status;
  const { contacted_at: contacted, qualified_at: qualified } = times;
  const past = {
    contacted:
      ['contacted', 'qualified', 'converted'].includes(status) || contacted !== undefined || qualified !== undefined,
    qualified: ['qualified', 'converted'].includes(status) || qualified !== undefined,
    converted: status === 'converted',
    lost: status === 'lost',
  }[stage];
  if (!past || within === undefined) return past;
  const at = { contacted, qualified, converted: times.conversion_date, lost: times.lost_at }[stage];
  const created = times.created_at;
  return at !== undefined && created !== undefined && at <= created + within * DAY_MS;
}
