import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Device } from '#contract/lead.ts';
import { failureOf, outcomeOf, verdictOf } from '../sound-lead.ts';
import { b02UaHintMismatch } from './b02-ua-hint-mismatch.ts';

const WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36';
const TABLET =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const OLD_ANDROID =
  'Mozilla/5.0 (Linux; U; Android 4.0.3; de-de; GT-I9100) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30';

const outcome = (device: Device) => outcomeOf(verdictOf(b02UaHintMismatch, { device }));

test('hints as Chromium sends them agree', () => {
  assert.equal(outcome({ user_agent: WINDOWS, platform_hint: 'Windows', mobile_hint: false }), 'passed');
  assert.equal(outcome({ user_agent: ANDROID, platform_hint: '"Android"', mobile_hint: true }), 'passed');
  assert.equal(outcome({ user_agent: TABLET, platform_hint: 'Android', mobile_hint: false }), 'passed');
});

test('a platform that differs is named on both sides', () => {
  const { message } = failureOf(
    verdictOf(b02UaHintMismatch, { device: { user_agent: WINDOWS, platform_hint: 'Linux' } }),
  );
  assert.equal(message, 'The browser contradicts itself: platform is Windows in one place and Linux in another.');
});

test('a clock that the named zone never has contradicts it; another country does not', () => {
  const clock = (time_zone: string, time_zone_offset_minutes: number) =>
    outcome({ user_agent: WINDOWS, time_zone, time_zone_offset_minutes });
  assert.equal(clock('America/Chicago', -330), 'failed');
  assert.equal(clock('America/Chicago', 300), 'passed');
  assert.equal(clock('Asia/Kolkata', -330), 'passed');
  assert.equal(clock('Nowhere/Land', -330), 'not_run');
});

test('a phone that is none, and the other way round', () => {
  assert.equal(outcome({ user_agent: ANDROID, mobile_hint: false }), 'failed');
  assert.equal(outcome({ user_agent: WINDOWS, mobile_hint: true }), 'failed');
});

test('Safari sends no hints, so a false one there may only be missing', () => {
  assert.equal(outcome({ user_agent: IPHONE, mobile_hint: false }), 'not_run');
});

test('the language inside an old user agent is compared with the browser’s', () => {
  assert.equal(outcome({ user_agent: OLD_ANDROID, language: 'en-US,de;q=0.7' }), 'passed');
  assert.equal(outcome({ user_agent: OLD_ANDROID, language: 'vi-VN' }), 'failed');
});

test('a platform nobody knows and a lone user agent say nothing', () => {
  assert.equal(outcome({ user_agent: WINDOWS, platform_hint: 'Unknown' }), 'not_run');
  assert.equal(outcome({ user_agent: WINDOWS, language: 'de-DE' }), 'not_run');
  assert.equal(outcome({ platform_hint: 'Windows' }), 'not_run');
});
