/**
 * The linkage as ClickHouse statements. Records stand in Memory tables named by a prefix, which the caller drops; only
 * names of our own specification are written into a statement, never a value of a record.
 */
import { askingLevels, type LinkageModel, levelBits } from './model.ts';
import type { BlockPart, BlockRule, Comparison, Condition, LinkageSpec } from './spec.ts';

/** The tables of one run. Drop them all, whatever happened. */
export function tablesOf(prefix: string): string[] {
  return ['given', 'count', 'record', 'found', 'pair', 'compared', 'random', 'household'].map(
    (name) => `${prefix}_${name}`,
  );
}

/** No statement on personal values may go on in a temporary file. */
export const IN_MEMORY = 'settings max_bytes_before_external_group_by = 0, max_bytes_before_external_sort = 0';

/** Creates the tables of a run. `given` takes the records as they come; see `columnsOf`. */
export function createTables(spec: LinkageSpec, prefix: string): string[] {
  const fields = spec.fields.map(({ name, set }) => `f_${name} ${set ? 'Array(String)' : 'String'}`);
  const counts = frequencyFields(spec).map((name) => `n_${name} UInt32`);
  const gammas = spec.comparisons.map((_, index) => `g${index} Int8`);
  const compared = `a UInt32, b UInt32, ${[...gammas, ...counts].join(', ')}`;
  const create = (name: string, columns: string, engine = 'Memory') =>
    `create table ${prefix}_${name} (${columns}) engine = ${engine}`;
  return [
    create('given', `${spec.fields.map(({ name }) => `f_${name} String`).join(', ')}, id UInt32`),
    create('count', 'h UInt64, n UInt32', 'Join(any, left, h) settings persistent = 0'),
    create('record', `id UInt32, ${[...fields, ...counts].join(', ')}`),
    create('found', 'pair UInt64'),
    create('pair', 'a UInt32, b UInt32'),
    create('compared', compared),
    create('random', compared),
  ];
}

/** Fields whose values are counted: those whose frequency weighs and those that a level asks to be equal. */
export function countedFields(spec: LinkageSpec): string[] {
  const equal = spec.comparisons.flatMap(({ levels }) =>
    levels.flatMap(({ when }) => (when.is === 'equal' ? [when.field] : [])),
  );
  return [...new Set([...frequencyFields(spec), ...equal])];
}

/** Fields whose frequency weighs in some level. */
export function frequencyFields(spec: LinkageSpec): string[] {
  return [...new Set(spec.comparisons.flatMap(({ levels }) => levels.flatMap(({ frequency }) => frequency ?? [])))];
}

/** Counts the values of one field that occur more than once, by hash. */
export function countValues(prefix: string, field: string): string {
  return `insert into ${prefix}_count select cityHash64('${field}', f_${field}) as h, count() as n
    from ${prefix}_given where f_${field} != '' group by h having n > 1`;
}

/** Of a field: how many records tell it, and how many ordered pairs of them agree in it. */
export function agreementOf(prefix: string, field: string): string {
  return `select sum(n) as told, sum(n * (n - 1)) as agreeing from
    (select count() as n from ${prefix}_given where f_${field} != '' group by cityHash64('${field}', f_${field}))`;
}

/** The most frequent values of a field, in clear: rows `value`, `records`. Only for this process to hash. */
export function commonValues(prefix: string, field: string, least: number, most: number): string {
  return `select any(f_${field}) as value, count() as records from ${prefix}_given where f_${field} != ''
    group by cityHash64(f_${field}) having records >= ${least} order by records desc, value limit ${most}`;
}

/** Writes the records with the counts of their values. */
export function fillRecords(spec: LinkageSpec, prefix: string): string {
  const fields = spec.fields.map(({ name, set }) =>
    set ? `if(f_${name} = '', [], splitByChar(' ', f_${name}))` : `f_${name}`,
  );
  const counts = frequencyFields(spec).map(
    (name) => `if(f_${name} = '', 0, greatest(1, joinGet('${prefix}_count', 'n', cityHash64('${name}', f_${name}))))`,
  );
  return `insert into ${prefix}_record select id, ${[...fields, ...counts].join(', ')} from ${prefix}_given`;
}

/** The pairs that one rule finds: records by hashed key, then pairs within each block, without joining the table with itself. */
export function findPairs(spec: LinkageSpec, prefix: string, rule: BlockRule, cap: number): string {
  return `insert into ${prefix}_found select arrayJoin(arrayFlatten(arrayMap(
      (x, i) -> arrayMap(y -> bitOr(bitShiftLeft(toUInt64(x), 32), toUInt64(y)), arraySlice(ids, i + 1)), ids, arrayEnumerate(ids))))
    from (select arraySort(groupArray(id)) as ids from (${keysOf(spec, prefix, rule)}) group by k
      having length(ids) between 2 and ${cap})`;
}

/** Blocks of a rule that are too large to be compared, and the records in them. */
export function droppedBlocks(spec: LinkageSpec, prefix: string, rule: BlockRule, cap: number): string {
  return `select count() as blocks, sum(n) as records from
    (select count() as n from (${keysOf(spec, prefix, rule)}) group by k having n > ${cap})`;
}

/** The records that a rule finds by, each with the hash of its key: rows `id`, `k`. */
export function keysOf(spec: LinkageSpec, prefix: string, { parts }: BlockRule): string {
  const sets = new Set(spec.fields.filter(({ set }) => set).map(({ name }) => name));
  const texts = parts.map((part) => (sets.has(part.field) ? `arrayJoin(f_${part.field})` : partOf(part)));
  const names = texts.map((_, index) => `p${index}`);
  return `select id, cityHash64(${names.join(', ')}) as k from
    (select id, ${texts.map((text, index) => `${text} as p${index}`).join(', ')} from ${prefix}_record)
    where ${names.map((name) => `${name} != ''`).join(' and ')}`;
}

function partOf({ field, first, last }: BlockPart): string {
  const wanted = first ?? last;
  if (wanted === undefined) return `f_${field}`;
  const cut = first === undefined ? `substringUTF8(f_${field}, -${last})` : `substringUTF8(f_${field}, 1, ${first})`;
  return `if(lengthUTF8(f_${field}) >= ${wanted}, ${cut}, '')`;
}

/** Each found pair once. */
export function distinctPairs(prefix: string): string {
  return `insert into ${prefix}_pair select bitShiftRight(pair, 32), bitAnd(pair, 4294967295) from
    (select distinct pair from ${prefix}_found)`;
}

/** Compares the found pairs. */
export function comparePairs(spec: LinkageSpec, prefix: string): string {
  return compare(spec, prefix, 'compared', `${prefix}_pair`);
}

/** Compares pairs taken at random, the same ones each time; twice the same record is left out. */
export function compareRandom(spec: LinkageSpec, prefix: string, records: number, pairs: number): string {
  const pick = (seed: number) => `toUInt32(cityHash64(number, ${seed}) % ${records})`;
  const random = `(select ${pick(1)} as a, ${pick(2)} as b from numbers_mt(${pairs}) where a != b)`;
  return compare(spec, prefix, 'random', random);
}

function compare(spec: LinkageSpec, prefix: string, target: string, pairs: string): string {
  const counts = frequencyFields(spec);
  const gammas = spec.comparisons.map((comparison, index) => `${gammaSql(comparison, spec)} as g${index}`);
  const shared = counts.map((name) => `if(l_${name} = r_${name}, ln_${name}, 0)`);
  const side = (letter: string, id: string) =>
    `(select id as ${id}, ${spec.fields.map(({ name }) => `f_${name} as ${letter}_${name}`).join(', ')}${
      letter === 'l' ? counts.map((name) => `, n_${name} as ln_${name}`).join('') : ''
    } from ${prefix}_record)`;
  return `insert into ${prefix}_${target} select a, b, ${[...gammas, ...shared].join(', ')} from ${pairs} as p
    inner join ${side('l', 'a')} as l using a inner join ${side('r', 'b')} as r using b ${IN_MEMORY}`;
}

/** The level of one comparison, over `l_` and `r_` fields of a pair. */
export function gammaSql({ missing, levels }: Comparison, spec: LinkageSpec): string {
  const cases = levels.map(({ when }, gamma) => `${conditionSql(when, spec)}, ${gamma}`);
  return `multiIf(${conditionSql(missing, spec)}, -1, ${cases.join(', ')}, ${levels.length})`;
}

function conditionSql(condition: Condition, spec: LinkageSpec): string {
  if ('of' in condition) {
    return `(${condition.of.map((part) => conditionSql(part, spec)).join(condition.is === 'all' ? ' and ' : ' or ')})`;
  }
  if (condition.is === 'crossed') {
    const [one, other] = condition.fields;
    return `(l_${one} != '' and l_${other} != '' and l_${one} = r_${other} and l_${other} = r_${one})`;
  }
  const [l, r] = [`l_${condition.field}`, `r_${condition.field}`];
  const told = `${l} != '' and ${r} != ''`;
  switch (condition.is) {
    case 'missing':
      return spec.fields.find(({ name }) => name === condition.field)?.set
        ? `(empty(${l}) or empty(${r}))`
        : `(${l} = '' or ${r} = '')`;
    case 'equal':
      return `(${l} = ${r} and ${l} != '')`;
    case 'similar':
      return `(${told} and jaroWinklerSimilarity(${l}, ${r}) >= ${condition.atLeast})`;
    case 'edits':
      return `(${told} and damerauLevenshteinDistance(${l}, ${r}) <= ${condition.atMost})`;
    case 'shared':
      return `hasAny(${l}, ${r})`;
    case 'initial':
      return `(${told} and ((lengthUTF8(${l}) = 1 and startsWith(${r}, ${l})) or (lengthUTF8(${r}) = 1 and startsWith(${l}, ${r}))))`;
    case 'long':
      return `(lengthUTF8(${l}) >= ${condition.letters} and lengthUTF8(${r}) >= ${condition.letters})`;
  }
}

/** How many pairs show each pattern of gammas. Rows are `gammas`, `pairs`. */
export function countPatterns(spec: LinkageSpec, prefix: string, table: 'compared' | 'random'): string {
  const gammas = spec.comparisons.map((_, index) => `g${index}`).join(', ');
  return `select [${gammas}] as gammas, count() as pairs from ${prefix}_${table} group by ${gammas}`;
}

/**
 * The weight of every compared pair: rows `a`, `b`, `bits` (what each comparison adds), `gammas`, `weight`, `asks`.
 * `told` is how many records tell each field whose frequency weighs.
 */
export function weighPairs(
  spec: LinkageSpec,
  prefix: string,
  model: LinkageModel,
  told: Readonly<Record<string, number>>,
): string {
  const bits = spec.comparisons.map((_, index) => bitsSql(spec, index, model, told));
  const prior = Math.log2(model.prior / (1 - model.prior));
  return `select a, b, [${bits.join(', ')}] as bits, [${spec.comparisons.map((_, index) => `g${index}`).join(', ')}] as gammas,
    ${number(prior)} + arraySum(bits) as weight, ${asksSql(spec)} as asks from ${prefix}_compared`;
}

/** 1 where `mustAsk` holds. */
function asksSql(spec: LinkageSpec): string {
  const asks = askingLevels(spec).map(({ comparison, levels }) => `g${comparison} in (${levels.join(', ')})`);
  return asks.length === 0 ? 'toUInt8(0)' : `toUInt8(${asks.join(' or ')})`;
}

/** What one comparison adds, in bits; 0 where one of the two does not tell. */
function bitsSql(
  spec: LinkageSpec,
  index: number,
  model: LinkageModel,
  told: Readonly<Record<string, number>>,
): string {
  const { id, given, levels } = spec.comparisons[index]!;
  const rows = model.chances[id]!.m.length;
  const width = levels.length + 1;
  const from: number[] = [];
  const to: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let gamma = 0; gamma < width; gamma++) {
      from.push(row * width + gamma);
      to.push(levelBits(model, id, row, gamma));
    }
  }
  const parent = spec.comparisons.findIndex((comparison) => comparison.id === given);
  const cell = given === undefined ? `g${index}` : `(toInt32(g${parent}) + 1) * ${width} + g${index}`;
  let sum = `transform(toInt32(${cell}), [${from.join(', ')}], [${to.map(number).join(', ')}], toFloat64(0))`;
  for (const field of new Set(levels.flatMap(({ frequency }) => frequency ?? []))) {
    if (model.agreement[field] === undefined) continue;
    const using = levels.flatMap(({ frequency }, gamma) => (frequency?.includes(field) ? [gamma] : []));
    const agreement = number(model.agreement[field] * (told[field] ?? 1));
    sum += ` + if(g${index} in (${using.join(', ')}) and n_${field} > 0, log2(${agreement} / n_${field}), 0)`;
  }
  for (const [gamma, { bitsMax }] of levels.entries()) {
    if (bitsMax !== undefined) sum = `if(g${index} = ${gamma}, least(${number(bitsMax)}, ${sum}), ${sum})`;
  }
  return `if(g${index} < 0, 0, ${sum})`;
}

/** A number as a 64-bit float literal. */
function number(value: number): string {
  return `toFloat64(${value})`;
}
