import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import crawlers from 'crawler-user-agents';
import { failureOf, outcomeOf, verdictOf } from '../sound-lead.ts';
import { b01BotUa, botMatch, CRAWLER_LIST_VERSION } from './b01-bot-ua.ts';

const PEOPLE = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/470.0.0.0;]',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21A329 Instagram 300.0.0.0 (iPhone14,5; iOS 17_0; en_US)',
  'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36',
];

test('knows every user agent the crawler list gives as an example', () => {
  const examples = crawlers.flatMap(({ instances }) => instances);
  assert.ok(examples.length > 2000);
  assert.deepEqual(
    examples.filter((userAgent) => botMatch(userAgent) === undefined),
    [],
  );
});

test('knows automated browsers and scripts', () => {
  for (const userAgent of [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/100.0 Safari/537.36 Puppeteer',
    'python-requests/2.31.0',
    'curl/8.5.0',
    '-',
  ]) {
    assert.equal(outcomeOf(verdictOf(b01BotUa, { device: { user_agent: userAgent } })), 'failed', userAgent);
  }
});

test('lets people pass, the first time and from memory', () => {
  for (const user_agent of [...PEOPLE, ...PEOPLE]) {
    assert.equal(verdictOf(b01BotUa, { device: { user_agent } }), 'passed', user_agent);
  }
});

test('marks the characters that gave it away and cites the lists', () => {
  const { evidence, list } = failureOf(
    verdictOf(b01BotUa, { device: { user_agent: 'Mozilla/5.0 HeadlessChrome/120' } }),
  );
  const [start, end] = evidence[0]?.span ?? [0, 0];
  assert.equal(evidence[0]?.value.slice(start, end), evidence[1]?.value);
  assert.match(list ?? '', /isbot 5\.\d+\.\d+.*crawler-user-agents 1\.\d+/);
});

test('a device without user agent is not judged', () => {
  assert.equal(outcomeOf(verdictOf(b01BotUa, { device: { ip: '8.8.8.8' } })), 'not_run');
  assert.equal(outcomeOf(verdictOf(b01BotUa, { device: { user_agent: ' ' } })), 'not_run');
});

test('forgets old user agents and still answers the same', () => {
  for (let n = 0; n < 6000; n++) assert.equal(botMatch(`${PEOPLE[0]} Build/${n}`), undefined);
  assert.match(botMatch('curl/8.5.0') ?? '', /^curl/);
});

test('cites the version that is installed', () => {
  const installed = JSON.parse(readFileSync('node_modules/crawler-user-agents/package.json', 'utf8')) as {
    version: string;
  };
  assert.equal(CRAWLER_LIST_VERSION, installed.version);
});
