import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOrigin } from './origins.ts';

test('an address is read as the origin that a browser sends', () => {
  assert.equal(parseOrigin('www.Example.com'), 'https://www.example.com');
  assert.equal(parseOrigin(' http://localhost:8080/path?x=1 '), 'http://localhost:8080');
  assert.equal(parseOrigin('https://example.com/'), 'https://example.com');
  for (const text of ['', 'https://', 'ftp://example.com', 'two words'])
    assert.equal(parseOrigin(text), undefined, text);
});
