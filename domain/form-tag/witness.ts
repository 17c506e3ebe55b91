/**
 * Holds a delivered lead against what the form tag saw of the form: by keys of values, never by the values. Compared is
 * what sellers hand on as it was typed: e-mail address, phone number, name, company.
 */
import type { LeadCreate } from '#contract/lead.ts';
import { valueDigest } from './digest.ts';

/** One form as the tag saw it; `keys` in the order of `names`. `at`: when it was sent, milliseconds since 1970. */
export interface SeenForm {
  at: number;
  names: readonly string[];
  keys: readonly bigint[];
}

/** Fields of the lead, by whether the form saw the same. `forms`: how many forms of the visitor were compared. */
export interface Witness {
  at: number;
  forms: number;
  agreeing: readonly string[];
  differing: readonly string[];
}

/** What a field is, by its name: the first that fits. Names are a page's own words, so what fits none is not compared. */
const MEANINGS = [
  ['email', /e-?mail|courriel|correo|^mail$/i],
  ['phone', /phone|^tel|[-_]tel|mobil|handy|rufnummer|telefon/i],
  ['company', /company|firma|firm[-_]?name|organi[sz]ation|unternehmen|entreprise|empresa/i],
  [undefined, /user|login|nick|street|stra(ss|ß)e|file|domain|product|account|pet|event|card/i],
  ['name', /name|prenom|pr[eé]nom|apellido|nombre/i],
] as const;
type Meaning = NonNullable<(typeof MEANINGS)[number][0]>;
/** Words of a name of which every run is tried: a form asks for its parts in fields of its own. */
const NAME_WORDS_MAX = 8;

/**
 * Of several forms of a visitor the one that asked for most of what the lead carries is held against it, of those the one
 * that fits best, of these the one sent nearest to the lead's time: a newsletter's form neither excuses nor accuses. `keyOf` keys a digest as the seen ones were. `ignored` names fields that are not held against the form,
 * because somebody of the client changed them since. Undefined where there is no form.
 */
export function witnessOf(
  lead: LeadCreate,
  createdAt: number,
  forms: readonly SeenForm[],
  keyOf: (digest: string) => bigint,
  ignored: ReadonlySet<string> = new Set(),
): Witness | undefined {
  const delivered = keysOf(lead, keyOf, ignored);
  const compared = forms
    .map((form) => ({ ...compare(form, delivered), away: Math.abs(form.at - createdAt), at: form.at }))
    .sort((a, b) => comparedIn(b) - comparedIn(a) || a.differing.length - b.differing.length || a.away - b.away);
  const [best] = compared;
  return best && { at: best.at, forms: forms.length, agreeing: best.agreeing, differing: best.differing };
}

const comparedIn = ({ agreeing, differing }: Pick<Witness, 'agreeing' | 'differing'>) =>
  agreeing.length + differing.length;

type Delivered = ReadonlyMap<Meaning, ReadonlySet<bigint>>;

/** By field, the keys of all that a form may have seen of it. */
function keysOf(lead: LeadCreate, keyOf: (digest: string) => bigint, ignored: ReadonlySet<string>): Delivered {
  const texts: Record<Meaning, string[]> = {
    email: [lead.email ?? ''],
    phone: [lead.phone ?? ''],
    company: [lead.company ?? ''],
    name: [lead.name ?? '', `${lead.given_name ?? ''} ${lead.family_name ?? ''}`].flatMap(runsOfWords),
  };
  const found = new Map<Meaning, Set<bigint>>();
  for (const field of Object.keys(texts) as Meaning[]) {
    const said = texts[field].filter((text) => /[\p{L}\p{N}]/u.test(text));
    if (said.length > 0 && !ignored.has(field)) found.set(field, new Set(said.map((text) => keyOf(valueDigest(text)))));
  }
  return found;
}

function runsOfWords(name: string): string[] {
  const words = name.split(/[\s,]+/).filter(Boolean);
  if (words.length > NAME_WORDS_MAX) return [name];
  return words.flatMap((_, start) =>
    words.slice(start).map((_, more) => words.slice(start, start + more + 1).join(' ')),
  );
}

function compare({ names, keys }: SeenForm, delivered: Delivered): { agreeing: string[]; differing: string[] } {
  const agreeing: string[] = [];
  const differing: string[] = [];
  const meanings = names.map(meaningOf);
  for (const [field, own] of delivered) {
    const seen = keys.filter((_, place) => meanings[place] === field);
    if (seen.length === 0) continue;
    // Each part of a name must be in the name; of two numbers or addresses a lead carries one.
    const same = field === 'name' ? seen.every((key) => own.has(key)) : seen.some((key) => own.has(key));
    (same ? agreeing : differing).push(field);
  }
  return { agreeing, differing };
}

function meaningOf(name: string): Meaning | undefined {
  return MEANINGS.find(([, form]) => form.test(name))?.[0];
}
