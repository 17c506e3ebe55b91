/**
 * People of one household or office: the same phone number or address under different names. Worked by TypeScript for a
 * lead that comes and rendered to SQL for all of a client; neither asks a model, so both find the same.
 */
import { gammasOf } from './compare.ts';
import { LEAD_SPEC } from './lead-spec.ts';
import { indexOf } from './model.ts';
import type { BlockRule, LinkageFields } from './spec.ts';
import { gammaSql, IN_MEMORY, keysOf } from './sql.ts';

/** A number or address that more leads share is a switchboard, a student hall or made up, and tells of no household. */
export const HOUSEHOLD_MAX = 60;

/** From this level of the name on two leads are of two people; see LEAD_SPEC. */
const OTHER_NAME = 2;
const NAME = indexOf(LEAD_SPEC, 'name');

const PHONE_RULE: BlockRule = LEAD_SPEC.blocks.find(({ id }) => id === 'phone')!;
const HOME_RULE: BlockRule = { id: 'home', parts: [{ field: 'home' }] };
/** By what households are found: leads that agree in a rule are compared. */
export const HOUSEHOLD_RULES: readonly BlockRule[] = [PHONE_RULE, HOME_RULE];

export interface Shared {
  phone: boolean;
  address: boolean;
}

/** What two people share; undefined for one person, and where there is nothing. */
export function sharedHome(a: LinkageFields, b: LinkageFields): Shared | undefined {
  const same = (field: string) => Boolean(a[field]) && a[field] === b[field];
  const shared = { phone: same('phone'), address: same('home') };
  if (!shared.phone && !shared.address) return undefined;
  return (gammasOf(LEAD_SPEC, a, b)[NAME] ?? -1) >= OTHER_NAME ? shared : undefined;
}

/** The table of a run for its households: numbers of records, and what they share, 1 or 0. Dropped with the others. */
export function createHouseholds(prefix: string): string {
  return `create table ${prefix}_household (a UInt32, b UInt32, phone UInt8, address UInt8) engine = Memory`;
}

/** Writes all such pairs among the records of a run. */
export function fillHouseholds(prefix: string): string {
  const pairs = HOUSEHOLD_RULES.map(
    (rule, place) => `select arrayJoin(arrayFlatten(arrayMap(
        (x, i) -> arrayMap(y -> bitOr(bitShiftLeft(toUInt64(x), 32), toUInt64(y)), arraySlice(ids, i + 1)), ids, arrayEnumerate(ids)))) as pair,
      ${place} as rule
    from (select arraySort(groupArray(id)) as ids from (${keysOf(LEAD_SPEC, prefix, rule)}) group by k
      having length(ids) between 2 and ${HOUSEHOLD_MAX})`,
  );
  const fields = LEAD_SPEC.comparisons[NAME]!;
  const side = (letter: string, id: string) =>
    `(select id as ${id}, ${LEAD_SPEC.fields.map(({ name }) => `f_${name} as ${letter}_${name}`).join(', ')} from ${prefix}_record)`;
  return `insert into ${prefix}_household select a, b, toUInt8(has(rules, 0) and l_phone = r_phone) as phone, toUInt8(has(rules, 1) and l_home = r_home) as address
    from (select toUInt32(bitShiftRight(pair, 32)) as a, toUInt32(bitAnd(pair, 4294967295)) as b, groupUniqArray(rule) as rules
      from (${pairs.join(' union all ')}) group by pair) as p
    inner join ${side('l', 'a')} as l using a inner join ${side('r', 'b')} as r using b
    where ${gammaSql(fields, LEAD_SPEC)} >= ${OTHER_NAME} and (phone = 1 or address = 1) ${IN_MEMORY}`;
}
