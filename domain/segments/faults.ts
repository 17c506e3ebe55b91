/** What is wrong with segment rules that the shape alone cannot say, each with the path of the rule at fault. */
import { CONVERSION_STATUSES, VALIDATION_STATUSES } from '#contract/lead.ts';
import type { SegmentGroup, SegmentLeaf, SegmentRule } from '#contract/segment-rules.ts';
import { SOURCE_KINDS } from '#contract/workspace.ts';
import { isCalendarDate } from '../calendar/days.ts';
import type { TextField } from './lead.ts';

export interface Fault {
  /** Such as `rules.rules.2.values`. */
  field: string;
  message: string;
}

export interface KnownSegments {
  checks: ReadonlySet<string>;
  /** Name and rules of the client's saved segments by id. */
  segments: ReadonlyMap<string, { name: string; rules: SegmentGroup }>;
}

/** Rules of one segment, groups included. */
const RULES_MAX = 200;

const ALLOWED: Partial<Record<TextField, readonly string[]>> = {
  validation_status: VALIDATION_STATUSES,
  conversion_status: CONVERSION_STATUSES,
  source_kind: SOURCE_KINDS,
};

/** Every fault of the rules; none means that they can be used. `self` is the segment they are to be saved as. */
export function segmentFaults(rules: SegmentGroup, known: KnownSegments, self?: string): Fault[] {
  const found: Fault[] = [];
  let count = 0;
  const look = (rule: SegmentRule, path: string) => {
    count += 1;
    if (rule.kind === 'group') for (const [index, part] of rule.rules.entries()) look(part, `${path}.rules.${index}`);
    else found.push(...leafFaults(rule, path, known, self));
  };
  look(rules, 'rules');
  if (count > RULES_MAX) found.push({ field: 'rules', message: `holds ${count} rules; ${RULES_MAX} are the most` });
  return found;
}

function leafFaults(rule: SegmentLeaf, path: string, known: KnownSegments, self: string | undefined): Fault[] {
  const fault = (part: string, message: string): Fault => ({ field: `${path}.${part}`, message });
  switch (rule.kind) {
    case 'text': {
      const whole = rule.operator === 'is' || rule.operator === 'is_not';
      if (!whole && rule.values.includes('')) return [fault('values', 'every text contains the empty one')];
      const allowed = whole ? ALLOWED[rule.field] : undefined;
      const odd = allowed && rule.values.find((value) => !allowed.includes(value));
      return odd === undefined ? [] : [fault('values', `“${odd.slice(0, 60)}” is none of ${allowed?.join(', ')}`)];
    }
    case 'time':
      return (['from', 'to'] as const)
        .filter((end) => rule[end] !== undefined && !isCalendarDate(rule[end]))
        .map((end) => fault(end, 'is not a day between 1900 and 2299'));
    case 'check':
      return rule.checks
        .filter((check) => !known.checks.has(check))
        .map((check) => fault('checks', `there is no check “${check.slice(0, 60)}”`));
    case 'words':
      return rule.tokens?.length ? [] : [fault('text', 'has no letter or digit to search for')];
    case 'segment': {
      if (!known.segments.has(rule.id)) return [fault('id', 'there is no such segment at this client')];
      const circle = self === undefined ? undefined : wayTo(self, rule.id, known.segments, []);
      return circle === undefined ? [] : [fault('id', `goes in a circle: ${circle.join(' → ')}`)];
    }
    default:
      return [];
  }
}

/** The names on the way from a segment to the one looked for; undefined when none leads there. */
function wayTo(
  wanted: string,
  id: string,
  segments: KnownSegments['segments'],
  passed: readonly string[],
): string[] | undefined {
  const segment = segments.get(id);
  if (segment === undefined || passed.includes(id)) return undefined;
  if (id === wanted) return [segment.name];
  for (const next of segmentsIn(segment.rules)) {
    const way = wayTo(wanted, next, segments, [...passed, id]);
    if (way !== undefined) return [segment.name, ...way];
  }
  return undefined;
}

/** Ids of the segments that rules refer to. */
export function segmentsIn(rule: SegmentRule): string[] {
  if (rule.kind === 'group') return rule.rules.flatMap(segmentsIn);
  return rule.kind === 'segment' ? [rule.id] : [];
}
