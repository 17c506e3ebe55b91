import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChannelSigns, channelOf } from './channel.ts';

const cases: readonly (readonly [ChannelSigns, string])[] = [
  [{ sourceKind: 'partner', medium: 'cpc' }, 'partner'],
  [{ sourceKind: 'other', medium: 'cpc' }, 'paid_search'],
  [{ source: 'newsletter-3', medium: 'Email' }, 'email'],
  [{ medium: 'paid_social' }, 'paid_social'],
  [{ medium: 'display' }, 'display'],
  [{ referrer: 'www.google.com/search' }, 'organic'],
  [{ referrer: 'https://duckduckgo.com/' }, 'organic'],
  [{ referrer: 'm.facebook.com/' }, 'social'],
  [{ referrer: 't.co/abc' }, 'social'],
  [{ referrer: 'www.facebook.com/', clickId: 'IwAR' }, 'paid_social'],
  [{ referrer: 'www.google.com/', clickId: 'Cj0' }, 'paid_search'],
  [{ referrer: 'blog.example.org/post' }, 'referral'],
  [{ source: 'Trade fair' }, 'other'],
  [{}, 'direct'],
];

test('the registered source decides first, then the medium, then click and referrer; nothing means direct', () => {
  for (const [signs, channel] of cases) assert.equal(channelOf(signs), channel, JSON.stringify(signs));
});

test('a host that only ends like a platform is a referral', () => {
  assert.equal(channelOf({ referrer: 'notfacebook.com.example.org/' }), 'referral');
  assert.equal(channelOf({ referrer: 'mygoogle-fans.org/' }), 'referral');
});
