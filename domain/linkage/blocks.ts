/** The keys by which records that may belong together are found without comparing all with all. */
import type { BlockPart, LinkageFields, LinkageSpec } from './spec.ts';

export interface BlockKey {
  /** The rule's id. */
  rule: string;
  /** What to hash, keyed, before it is stored: it is made of personal values. Unique over the rules. */
  text: string;
}

/** The block keys of one record; a rule with a part that is not told makes none. */
export function blockKeys(spec: LinkageSpec, fields: LinkageFields): BlockKey[] {
  const sets = new Set(spec.fields.filter(({ set }) => set).map(({ name }) => name));
  return spec.blocks.flatMap(({ id, parts }) => {
    let texts = [id];
    for (const part of parts) {
      const values = sets.has(part.field) ? wordsOf(fields[part.field] ?? '') : [partOf(part, fields)];
      texts = texts.flatMap((text) => values.filter(Boolean).map((value) => `${text}\0${value}`));
    }
    return texts.map((text) => ({ rule: id, text }));
  });
}

function wordsOf(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

/** '' where the field is shorter than the wanted part, so that short values do not gather in one block. */
function partOf({ field, first, last }: BlockPart, fields: LinkageFields): string {
  const value = fields[field] ?? '';
  const wanted = first ?? last;
  if (wanted === undefined) return value;
  const letters = [...value];
  if (letters.length < wanted) return '';
  return (first === undefined ? letters.slice(-wanted) : letters.slice(0, wanted)).join('');
}
