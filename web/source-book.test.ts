import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeSourceBook } from './source-book.ts';

test('sources take colours by leads ever received, whatever order the rows come in', () => {
  const rows = [
    { name: 'Meta', kind: 'paid_social', leads: 120 },
    { name: 'Google', kind: 'paid_search', leads: 300 },
    { name: 'Meta', kind: 'other', leads: 20 },
  ];
  const book = makeSourceBook(rows);
  assert.deepEqual(book.names, ['Google', 'Meta']);
  assert.equal(book.color('Google'), 'c1');
  assert.equal(book.color('Meta'), 'c2');
  assert.equal(book.kind('Meta'), 'paid_social');
  assert.deepEqual(makeSourceBook([...rows].reverse()).names, book.names);
});

test('the seventh source and any stranger are grey, a kind nobody knows is other', () => {
  const book = makeSourceBook(
    Array.from({ length: 9 }, (_, i) => ({ name: `s${i}`, kind: 'carrier pigeon', leads: 9 - i })),
  );
  assert.deepEqual(['s5', 's6', 's8', 'new'].map(book.color), ['c6', 'c7', 'c7', 'c7']);
  assert.equal(book.kind('s0'), 'other');
});
