import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCrossSite, type RequestOrigin } from './csrf.ts';

const own = ['https://assay.example', 'http://127.0.0.1:4000'];
const decide = (request: Partial<RequestOrigin>) =>
  isCrossSite(
    { method: 'POST', cookieAuthenticated: true, origin: undefined, secFetchSite: undefined, ...request },
    own,
  );

test('a change by cookie needs our own origin', () => {
  assert.equal(decide({ origin: 'https://assay.example', secFetchSite: 'same-origin' }), false);
  assert.equal(decide({ origin: 'http://127.0.0.1:4000' }), false);
  assert.equal(decide({ secFetchSite: 'same-origin' }), false);
});

test('foreign, missing and malformed origins are refused for every method that changes something', () => {
  const refused: Partial<RequestOrigin>[] = [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'https://assay.example.evil.example' },
    { origin: 'http://assay.example' },
    { origin: 'https://assay.example:8443' },
    { origin: 'https://assay.example/' },
    { origin: 'https://evil.example', secFetchSite: 'same-origin' },
    { origin: 'https://assay.example', secFetchSite: 'cross-site' },
    { origin: 'https://assay.example', secFetchSite: 'same-site' },
    { origin: 'https://assay.example', secFetchSite: 'none' },
    { secFetchSite: 'same-site' },
  ];
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'post', 'PROPFIND']) {
    for (const request of refused)
      assert.equal(decide({ ...request, method }), true, JSON.stringify({ method, ...request }));
  }
});

test('reads, and requests that no cookie authenticates, are not its concern', () => {
  const foreign = { origin: 'https://evil.example', secFetchSite: 'cross-site' };
  for (const method of ['GET', 'HEAD', 'OPTIONS']) assert.equal(decide({ ...foreign, method }), false);
  assert.equal(decide({ ...foreign, cookieAuthenticated: false }), false);
});
