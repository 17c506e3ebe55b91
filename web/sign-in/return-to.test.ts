import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeReturn } from './return-to.ts';

test('a page of our own is returned to, with its filters', () => {
  assert.equal(
    safeReturn('/lead-audit/leads?source=Meta,Google&lead=1'),
    '/lead-audit/leads?source=Meta,Google&lead=1',
  );
});

test('nothing leads to another host', () => {
  for (const wanted of [
    undefined,
    '',
    'https://evil.test',
    '//evil.test',
    '/\\evil.test',
    '/\t/evil.test',
    'javascript:alert(1)',
  ])
    assert.equal(safeReturn(wanted), '/', String(wanted));
});

test('signing in does not lead to signing in', () => {
  assert.equal(safeReturn('/sign-in?return=/settings'), '/');
});
