import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { LeadCheck } from '../check.ts';
import { evidenceOf, outcomeOf, verdictOf } from '../test-lead.ts';
import { INTERNATIONAL_NAMES } from './international-names.ts';
import { n01Garbage } from './n01-garbage.ts';
import { n02KnownFake } from './n02-known-fake.ts';
import { n03Swapped } from './n03-swapped.ts';
import { n04SameFields } from './n04-same-fields.ts';
import { n05CaseScript } from './n05-case-script.ts';

const NAME_CHECKS: LeadCheck[] = [n01Garbage, n02KnownFake, n03Swapped, n04SameFields, n05CaseScript];

test('no check fails for ordinary names of many countries', () => {
  assert.ok(INTERNATIONAL_NAMES.length >= 200, `${INTERNATIONAL_NAMES.length} names`);
  const hits = INTERNATIONAL_NAMES.flatMap((name) =>
    NAME_CHECKS.filter((check) => outcomeOf(check, { name }) === 'failed').map((check) => `${check.id}: ${name}`),
  );
  assert.deepEqual(hits, []);
});

test('no name of fake_1000, slips of the finger among them, is taken for gibberish', () => {
  const [, ...lines] = readFileSync(new URL('../../../test/data/fake_1000.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const names = lines.map((line) => line.split(',').slice(1, 3).join(' ').trim()).filter((name) => name !== '');
  assert.ok(names.length > 900);
  const hits = names.filter((name) => outcomeOf(n01Garbage, { name }) === 'failed');
  assert.deepEqual(hits, []);
});

test('every name check is silent without a name', () => {
  for (const check of NAME_CHECKS) assert.equal(outcomeOf(check, { email: 'a@example.com' }), 'not_run', check.id);
});

test('N01 names the rule and marks the word', () => {
  const broken: [string, string, string][] = [
    ['asdf jkl', 'keyboard walk', 'asdf'],
    ['Qwertz Meier', 'keyboard walk', 'Qwertz'],
    ['Poiuyt', 'keyboard walk', 'Poiuyt'],
    ['Aaaa Bbbb', 'one letter repeated', 'Aaaa'],
    // No numeral, though made of letters that numerals are made of.
    ['xxxxxx', 'one letter repeated', 'xxxxxx'],
    ['hahaha', 'letters repeated', 'hahaha'],
    ['Bcdf Gkd', 'no vowel', 'Bcdf'],
    ['Krtplmn', 'no vowel', 'Krtplmn'],
    ['alkdjfmgb Smith', 'no vowel for seven letters', 'alkdjfmgb'],
    ['J0hn Smith', 'digits', 'J0hn'],
    ['Smith 12345', 'digits', '12345'],
    ['Fuck You', 'profanity', 'Fuck'],
    ['john@example.com', 'a sign no name has', '@'],
    ['visit http://spam.example', 'a sign no name has', 'http:'],
    ['<script>', 'a sign no name has', '<'],
  ];
  for (const [name, rule, fault] of broken) {
    const verdict = verdictOf(n01Garbage, { name });
    assert.equal(evidenceOf(verdict, 'Rule'), rule, name);
    assert.ok(typeof verdict !== 'string' && verdict.outcome === 'failed');
    assert.equal(name.slice(...(verdict.evidence[0]?.span ?? [0, 0])), fault);
  }
});

test('N02 knows placeholders and figures', () => {
  for (const name of [
    'Test Test',
    'Anna Test',
    'Mickey Mouse',
    'JOHN DOE',
    'Max Mustermann',
    'n/a',
    'No Name',
    'null',
    'asdf',
  ]) {
    assert.equal(outcomeOf(n02KnownFake, { name }), 'failed', name);
  }
  assert.equal(
    evidenceOf(verdictOf(n02KnownFake, { given_name: 'Donald', family_name: 'Duck' }), 'Entry'),
    'donald duck',
  );
  for (const name of ['John Donald', 'Jane Duck', 'Christopher Null', 'Jon Tester']) {
    assert.equal(outcomeOf(n02KnownFake, { name }), 'passed', name);
  }
});

test('N03 suggests the order that is likelier', () => {
  const verdict = verdictOf(n03Swapped, { given_name: 'Smith', family_name: 'Jennifer' });
  assert.ok(typeof verdict !== 'string' && verdict.outcome === 'failed');
  assert.equal(verdict.suggestion, 'Jennifer Smith');
  // log2((4000 / 10) * (4000 / 10)), both names very common in the other place and in no list here.
  assert.equal(evidenceOf(verdict, 'Swapped is likelier by'), '2^17.3');
  assert.equal(outcomeOf(n03Swapped, { given_name: 'Müller', family_name: 'Hans' }), 'failed');
  assert.equal(outcomeOf(n03Swapped, { name: 'Jennifer Smith' }), 'passed');
  assert.equal(outcomeOf(n03Swapped, { name: 'Smith, Jennifer' }), 'passed');
  assert.equal(outcomeOf(n03Swapped, { name: 'Unlisted Jennifer' }), 'passed');
  assert.equal(outcomeOf(n03Swapped, { name: 'Nguyen Anna', address: { country: 'VN' } }), 'unknown');
  assert.equal(outcomeOf(n03Swapped, { name: 'Jennifer' }), 'unknown');
});

test('N04 names the fields', () => {
  const fields = (lead: Parameters<typeof verdictOf>[1]) => evidenceOf(verdictOf(n04SameFields, lead), 'Fields');
  assert.equal(fields({ given_name: 'Müller', family_name: 'MULLER' }), 'Given name = family name');
  assert.equal(fields({ name: 'Acme Ltd', company: 'ACME ltd.' }), 'Name = company');
  assert.equal(fields({ name: 'acme', company: 'Acme', email: 'acme@example.com' }), 'Name = company = e-mail');
  assert.equal(fields({ name: 'john.smith77', email: 'john.smith77@example.com' }), 'Name = e-mail name');
  assert.equal(fields({ name: 'j@example.com', email: 'j@example.com' }), 'Name = e-mail address');
  assert.equal(outcomeOf(n04SameFields, { name: 'John', email: 'john@example.com' }), 'passed');
  assert.equal(
    outcomeOf(n04SameFields, { name: 'John Smith', email: 'john.smith@example.com', company: 'Acme' }),
    'passed',
  );
});

test('N05 finds look-alikes, hidden characters and mixed scripts', () => {
  const codePoints = (name: string) => evidenceOf(verdictOf(n05CaseScript, { name }), 'Code points');
  assert.equal(codePoints('Jоhn Smith'), 'U+043E Cyrillic');
  assert.equal(codePoints('Αnna Rossi'), 'U+0391 Greek');
  assert.equal(codePoints('Jo\u200Bhn Smith'), 'U+200B');
  assert.equal(codePoints('John \u202Ehtims'), 'U+202E');
  assert.equal(codePoints('John\u0007 Smith'), 'U+0007');
  assert.equal(codePoints('𝓙𝓸𝓱𝓷 Smith'), 'U+1D4D9');
  assert.equal(outcomeOf(n05CaseScript, { name: 'Иван Smith' }), 'passed');
  assert.equal(outcomeOf(n05CaseScript, { name: 'علی‌رضا' }), 'passed');
  assert.equal(outcomeOf(n05CaseScript, { name: 'ＴＡＮＡＫＡ Ken' }), 'passed');
  assert.equal(outcomeOf(n05CaseScript, { name: 'John\tSmith' }), 'passed');
});
