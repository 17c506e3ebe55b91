/** The part of the leads that findings are looked for in, and where a decision about one holds. */
import { LeadFilter } from '#contract/lead-list.ts';
import { joinValues, splitValues } from '#domain/lead-list/value-list.ts';
import { refusedField } from '../../platform/errors.ts';

/** A filter of the leads list without client and period, in one spelling: fields by name, lists sorted. Empty: all leads. */
export type Narrowing = Record<string, string>;

/** Named by the question itself, and by each finding. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['client_id', 'from', 'to']);

/**
 * What a caller narrows findings by. Throws 422 for failed checks: findings are about them, and a list of leads that
 * failed one of these and one of those could not be asked for.
 */
export function narrowingOf(filter: LeadFilter): Narrowing {
  if (filter.flag) throw refusedField('flag', 'findings are themselves about failed checks; narrow by something else');
  return Object.fromEntries(
    (Object.keys(LeadFilter.shape) as (keyof LeadFilter)[])
      .filter((field) => filter[field] && !OWN_FIELDS.has(field))
      .sort()
      .map((field) => [field, oneSpelling(field, filter[field] ?? '')]),
  );
}

/** `journey` is the text of an address and no list. */
function oneSpelling(field: keyof LeadFilter, text: string): string {
  return field === 'journey' ? text : joinValues(splitValues(text).sort());
}

/**
 * Whether what was decided in one part of the leads answers for a finding in another. A decision belongs to the finding
 * and to the part it was looked at in: one about all leads holds in every part, because it was about those leads too;
 * one about a part holds there only, because nobody looked at the others. A segment is meant by its id: leads that come
 * into it by new rules are leads that came since, and open the finding again when they are enough.
 */
export function holdsIn(decided: Narrowing, asked: Narrowing): boolean {
  const fields = Object.keys(decided);
  if (fields.length === 0) return true;
  return fields.length === Object.keys(asked).length && fields.every((field) => decided[field] === asked[field]);
}
