/** The e-mail's local part names somebody else. */
import type { LeadCheck } from '../check.ts';
import { editDistance } from '../edit-distance.ts';
import { formsOf } from '../lists/nicknames.ts';
import { isFamilyName, isGivenName, PERSON_NAMES_LIST } from '../lists/person-names.ts';
import { ROLE_NAMES } from '../lists/role-names.ts';
import { foldAccents } from '../prepare/company.ts';
import { failed, notRun, unknown } from '../verdict.ts';

export const e11NameLocal: LeadCheck = {
  id: 'E11_NAME_LOCAL',
  family: 'email',
  severity: 'warn',
  mode: 'offline',
  title: 'E-mail address fits the name',
  run({ email, name }) {
    if (email?.local === undefined) return notRun('The lead has no e-mail address that could be read.');
    if (!name) return notRun('The lead has no name.');
    const own = name.tokens.filter((token) => LATIN.test(token));
    if (own.length === 0) return unknown('The name is not written in Latin letters.');
    const words = localWords(email.local, email.tag);
    if (words.length === 0 || ROLE_NAMES.has(words.join(''))) return unknown('The local part names nobody.');
    if (agrees(own, words)) return 'passed';
    const other = otherPerson(words);
    if (other === undefined || own.some((token) => words.some((word) => isSlip(token, word)))) return 'passed';
    return failed(
      `The address names ${other}, the lead is ${name.full}.`,
      [
        { label: 'Address', value: email.trimmed, span: [0, email.local.length] },
        { label: 'Name in the address', value: other },
        { label: 'Name', value: name.full },
      ],
      { list: PERSON_NAMES_LIST },
    );
  },
};

const LATIN = /^[a-z]+$/;

function localWords(local: string, tag: string | undefined): string[] {
  const plain = tag === undefined ? local : local.slice(0, local.length - tag.length - 1);
  return foldAccents(plain.toLowerCase()).match(/[a-z]+/g) ?? [];
}

/** True when any part of the name, one of its short forms or its initials is found in the local part. */
function agrees(own: readonly string[], words: readonly string[]): boolean {
  const whole = words.join('');
  for (const token of own) {
    if (
      token.length >= 3 &&
      (whole.includes(token) || words.some((word) => word.length >= 3 && token.startsWith(word)))
    ) {
      return true;
    }
    for (const form of formsOf(token)) if (form.length >= 2 && words.some((word) => word.startsWith(form))) return true;
  }
  // With only one name known, a lone letter beside another name may be its initial (r.james of Reuben).
  if (own.length === 1 && words.some((word) => word === own[0]?.[0])) return true;
  const initials = own.map((token) => token[0]).join('');
  return initials.length >= 2 && whole.startsWith(initials) && whole.length <= initials.length + 1;
}

/** One edit, or two in a longer name: the same name with a slip of the finger. */
function isSlip(one: string, other: string): boolean {
  return (
    Math.min(one.length, other.length) >= 4 &&
    editDistance(one, other) <= (Math.min(one.length, other.length) >= 6 ? 2 : 1)
  );
}

/** Somebody's name in the local part: a common given name as a word of its own, or run together with a family name. */
function otherPerson(words: readonly string[]): string | undefined {
  const given = words.find((word) => word.length >= 4 && isGivenName(word));
  if (given !== undefined) return words.filter((word) => word === given || isFamilyName(word)).join(' ');
  for (const word of words) {
    for (let cut = 4; cut <= word.length - 3; cut++) {
      if (isGivenName(word.slice(0, cut)) && isFamilyName(word.slice(cut)))
        return `${word.slice(0, cut)} ${word.slice(cut)}`;
    }
  }
  return undefined;
}
