/** Public records with known truth and how their columns are compared. Tests and bench only. */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { formsOf } from '../lead-checks/lists/nicknames.ts';
import { foldAccents } from '../lead-checks/prepare/company.ts';
import { LEAD_SPEC } from './lead-spec.ts';
import type { BlockRule, Comparison, Condition, LinkageFields, LinkageSpec } from './spec.ts';

export interface Dataset {
  spec: LinkageSpec;
  records: LinkageFields[];
  /** What names the person of each record. */
  truth: string[];
}

type Row = Record<string, string | null | undefined>;

const file = (path: string) => new URL(`../../${path}`, import.meta.url);
const plain = (text: string | null | undefined) =>
  (foldAccents((text ?? '').toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
const digits = (text: string | null | undefined) => (text ?? '').replace(/\D/g, '');
const sorted = (...texts: string[]) =>
  texts
    .flatMap((text) => text.split(' '))
    .filter(Boolean)
    .sort()
    .join(' ');
const forms = (given: string) => (given === '' ? '' : [...new Set([given, ...formsOf(given)])].join(' '));

const WORDS_MAX = 6;
const pairsOf = (words: string[]) =>
  words.flatMap((word, at) => words.slice(at + 1).map((other) => `${word}-${other}`));

const rule = (...parts: string[]): BlockRule => ({
  id: parts.join('+'),
  parts: parts.map((part) => {
    const [field = '', cut] = part.split(':');
    if (cut === undefined) return { field };
    return Number(cut) > 0 ? { field, first: Number(cut) } : { field, last: -Number(cut) };
  }),
});
const equal = (field: string): Condition => ({ is: 'equal', field });
const similar = (field: string, atLeast: number): Condition => ({ is: 'similar', field, atLeast });
const edits = (field: string, atMost: number): Condition => ({ is: 'edits', field, atMost });

/** Equal, then each of the conditions in turn. */
function comparison(field: string, ...levels: Condition[]): Comparison {
  return {
    id: field,
    title: field,
    missing: { is: 'missing', field },
    levels: [
      { label: 'equal', when: equal(field), frequency: [field] },
      ...levels.map((when) => ({ label: when.is, when })),
    ],
    otherwise: 'differs',
  };
}

const ofLeads = (id: string) => LEAD_SPEC.comparisons.find((found) => found.id === id)!;

export async function febrl3(): Promise<Dataset> {
  const rows: Row[] = parse(await readFile(file('test/data/febrl3.csv')), { columns: true, trim: true });
  return {
    spec: {
      fields: ['given', 'family', 'name', 'street', 'suburb', 'postcode', 'birth', 'number'].map((name) => ({ name })),
      comparisons: [
        comparison('given', { is: 'crossed', fields: ['given', 'family'] }, similar('given', 0.85)),
        comparison('family', { is: 'crossed', fields: ['given', 'family'] }, similar('family', 0.85)),
        comparison('street', similar('street', 0.85)),
        comparison('suburb', similar('suburb', 0.85)),
        comparison('postcode', edits('postcode', 1)),
        comparison('birth', edits('birth', 1)),
        comparison('number', edits('number', 1)),
      ],
      blocks: [
        rule('number'),
        rule('birth'),
        rule('name'),
        rule('family', 'postcode'),
        rule('given', 'postcode'),
        rule('given', 'suburb'),
        rule('family', 'suburb'),
        rule('street', 'postcode'),
      ],
    },
    records: rows.map((row) => ({
      given: plain(row.given_name),
      family: plain(row.surname),
      name: sorted(plain(row.given_name), plain(row.surname)),
      street: `${plain(row.address_1)}`,
      suburb: plain(row.suburb),
      postcode: digits(row.postcode),
      birth: digits(row.date_of_birth),
      number: digits(row.soc_sec_id),
    })),
    truth: rows.map((row) => (row.rec_id ?? '').split('-')[1] ?? ''),
  };
}

export async function fake1000(): Promise<Dataset> {
  const rows: Row[] = parse(await readFile(file('test/data/fake_1000.csv')), { columns: true, trim: true });
  return {
    spec: {
      fields: [
        { name: 'given' },
        { name: 'family' },
        { name: 'name' },
        { name: 'forms', set: true },
        { name: 'email' },
        { name: 'mailbox' },
        { name: 'domain' },
        { name: 'birth' },
        { name: 'city' },
      ],
      comparisons: [
        ofLeads('name'),
        ofLeads('email'),
        comparison('birth', edits('birth', 1), edits('birth', 2)),
        comparison('city', similar('city', 0.85)),
      ],
      blocks: [
        rule('email'),
        rule('mailbox'),
        rule('domain'),
        rule('birth'),
        rule('name'),
        rule('given'),
        rule('family'),
        rule('birth:4', 'given'),
        rule('birth:4', 'family'),
        rule('birth:-4', 'given'),
        rule('birth:-4', 'family'),
        rule('birth:4', 'city'),
      ],
    },
    records: rows.map((row) => {
      const [given, family, email] = [plain(row.first_name), plain(row.surname), (row.email ?? '').toLowerCase()];
      const at = email.lastIndexOf('@');
      return {
        given,
        family,
        name: sorted(given, family),
        forms: forms(given),
        email,
        mailbox: at < 0 ? '' : email.slice(0, at).replace(/[^a-z0-9]+/g, ''),
        domain: at < 0 ? '' : email.slice(at + 1),
        birth: digits(row.dob),
        city: plain(row.city),
      };
    }),
    truth: rows.map((row) => row.cluster ?? ''),
  };
}

export async function historical(): Promise<Dataset> {
  const bytes = await readFile(file('test/data/historical_figures_with_errors_50k.parquet'));
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const rows = (await parquetReadObjects({ file: buffer })) as Row[];
  return {
    spec: {
      fields: [
        { name: 'given' },
        { name: 'family' },
        { name: 'name' },
        { name: 'forms', set: true },
        { name: 'words', set: true },
        { name: 'pairs', set: true },
        { name: 'birth' },
        { name: 'birthplace' },
        { name: 'postcode' },
        { name: 'gender' },
        { name: 'occupation' },
      ],
      comparisons: [
        {
          ...ofLeads('name'),
          levels: [
            ...ofLeads('name').levels.slice(0, 2),
            { label: 'two words in common', when: { is: 'shared', field: 'pairs' } },
            ...ofLeads('name').levels.slice(2),
            { label: 'a word in common', when: { is: 'shared', field: 'words' } },
          ],
        },
        comparison('birth', edits('birth', 1), edits('birth', 2)),
        comparison('birthplace', similar('birthplace', 0.85)),
        comparison('postcode', edits('postcode', 1), edits('postcode', 2)),
        comparison('gender'),
        comparison('occupation'),
      ],
      blocks: [
        rule('name'),
        rule('birth', 'postcode'),
        rule('words', 'birth'),
        rule('words', 'postcode'),
        rule('pairs'),
        rule('birth', 'birthplace'),
        rule('family', 'birth:4', 'birthplace'),
        rule('given', 'birth:4', 'birthplace'),
        rule('family', 'birth:4', 'occupation'),
        rule('given:3', 'family:3', 'birth:4'),
        rule('given:3', 'family:3', 'birth:-4'),
        rule('given:1', 'family', 'birth:4'),
        rule('given:3', 'birth:6'),
        rule('family:3', 'birth:6'),
        rule('words', 'birth:-4'),
        rule('family', 'birthplace', 'occupation'),
        rule('given', 'birthplace', 'occupation'),
        rule('words', 'birthplace', 'occupation'),
        rule('words', 'postcode:4'),
        rule('postcode'),
        rule('postcode:4', 'birthplace', 'occupation'),
      ],
    },
    records: rows.map((row) => {
      const [given, family] = [plain(row.first_name), plain(row.surname)];
      const words = [...new Set(plain(row.full_name).split(' '))].filter((word) => word.length > 2);
      return {
        given,
        family,
        name: sorted(given, family),
        forms: forms(given),
        words: words.join(' '),
        pairs: pairsOf(words.sort().slice(0, WORDS_MAX)).join(' '),
        birth: digits(row.dob),
        birthplace: plain(row.birth_place),
        postcode: plain(row.postcode_fake).replaceAll(' ', ''),
        gender: plain(row.gender),
        occupation: plain(row.occupation),
      };
    }),
    truth: rows.map((row) => row.cluster ?? ''),
  };
}

/** Pairwise precision, recall and F1 of groups against the truth. */
export function pairwise(groups: ArrayLike<number>, truth: readonly string[]) {
  const pairsOf = (keys: Iterable<string>) => {
    const sizes = new Map<string, number>();
    for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1);
    return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  };
  const names = Array.from(groups, String);
  const right = pairsOf(names.map((name, record) => `${name} ${truth[record]}`));
  const precision = right / Math.max(1, pairsOf(names));
  const recall = right / pairsOf(truth);
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}
