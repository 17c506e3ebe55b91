/** A person's name as the lead gave it, cut into its parts once. */
import humanparser from 'humanparser';
import { foldAccents } from './company.ts';

export interface PreparedName {
  /** As given: the `name`, else given and family name joined. */
  given: string;
  /** Given name; undefined when the text does not tell (a single word, a script without spaces). */
  givenName: string | undefined;
  familyName: string | undefined;
  /** Whole name, NFC, spaces made single, without title and suffix. */
  full: string;
  /** Words of the whole name, lower case, accents removed, in order; hyphens and apostrophes cut. */
  tokens: string[];
  /** True when the lead carried given and family name apart, so that the split is not our guess. */
  split: boolean;
}

/** Cuts a name into its parts. Returns undefined when every field is blank. */
export function prepareName(fields: {
  name?: string;
  given_name?: string;
  family_name?: string;
}): PreparedName | undefined {
  const givenField = clean(fields.given_name);
  const familyField = clean(fields.family_name);
  const nameField = clean(fields.name);
  const joined = [givenField, familyField].filter(Boolean).join(' ');
  const given = fields.name?.trim() ? fields.name : joined;
  if (!given) return undefined;
  if (joined) {
    return {
      given,
      givenName: givenField || undefined,
      familyName: familyField || undefined,
      full: joined,
      tokens: wordsOf(joined),
      split: Boolean(givenField && familyField),
    };
  }
  if (!nameField.includes(' ') || UNSPACED_SCRIPT.test(nameField)) {
    return {
      given,
      givenName: undefined,
      familyName: undefined,
      full: nameField,
      tokens: wordsOf(nameField),
      split: false,
    };
  }
  const parts = humanparser.parseName(nameField);
  const first = parts.firstName || undefined;
  const last = parts.lastName || undefined;
  const full = [first, parts.middleName, last].filter(Boolean).join(' ') || nameField;
  return { given, givenName: first, familyName: last, full, tokens: wordsOf(full), split: false };
}

/** Scripts whose order of names humanparser has backwards, or that are written without spaces. */
const UNSPACED_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

function clean(text: string | undefined): string {
  return text === undefined ? '' : text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

function wordsOf(text: string): string[] {
  return foldAccents(text.toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? [];
}
