import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bitsText, sureText } from './words.ts';

test('nothing is told as wholly sure, and below ninety-nine no fraction is pretended', () => {
  assert.equal(sureText(1), '99.99% sure');
  assert.equal(sureText(0.9812), '98% sure');
  assert.equal(sureText(0.9951), '99.51% sure');
  assert.equal(sureText(0.3), '30% sure');
});

test('bits carry their sign', () => {
  assert.equal(bitsText(12.04), '+12');
  assert.equal(bitsText(-3.25), '−3.3');
});
