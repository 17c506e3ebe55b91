import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAMILIES, SEVERITIES } from '#contract/audit.ts';
import { LEAD_CHECKS } from './list.ts';

/** Ids of the catalogue but for I03, in its order; S06 after those it asks for, and what came later. */
const CATALOGUE = (
  'E01_SYNTAX E02_TYPO_DOMAIN E03_TLD_UNKNOWN E04_NO_MX E05_NULL_MX E06_DISPOSABLE E07_ROLE E08_FREE_FOR_B2B E09_ALIAS ' +
  'E10_DOMAIN_COMPANY E11_NAME_LOCAL E12_BOUNCED E13_SUPPRESSED P01_PARSE P02_INVALID_RANGE P03_TYPE P04_COUNTRY_MISMATCH P05_FICTIONAL P06_PUBLIC_SMS P07_DNC ' +
  'N01_GARBAGE N02_KNOWN_FAKE N03_SWAPPED N04_SAME_FIELDS N05_CASE_SCRIPT D01_COMPLETENESS D02_CONSISTENCY D03_DATE_SANITY ' +
  'D04_CONVERSION_STATE X01_EXACT_DUP X02_PROB_DUP X03_HOUSEHOLD X04_RESOLD B01_BOT_UA B02_UA_HINT_MISMATCH B03_HONEYPOT B04_TOO_FAST B05_NO_INPUT_EVENTS ' +
  'B06_PASTE_ALL B07_DEVICE_VELOCITY B08_IP_VELOCITY B09_BURST B10_NO_TOUCH B11_CLICK_TO_LEAD ' +
  'I01_DATACENTER I02_PRIVATE_BOGON I04_GEO_MISMATCH I05_TZ_MISMATCH S01_SOURCE_UNKNOWN S02_UTM_REFERRER S03_CLICKID_FORMAT ' +
  'S04_LEAD_AGE S05_DATA_INTEGRITY S07_TEMPLATE_LEADS C01_NO_CONSENT C02_CONSENT_CONFLICT S06_SOURCE_OUTLIER S08_SOURCE_COUNTRY'
).split(' ');

test('the list holds the catalogue, in its order, each check once', () => {
  assert.deepEqual(
    LEAD_CHECKS.map(({ id }) => id),
    CATALOGUE,
  );
});

test('history checks are named, only E04 and E05 need DNS, and families and severities are those of the contract', () => {
  const withMode = (mode: string) => LEAD_CHECKS.filter((check) => check.mode === mode).map(({ id }) => id);
  assert.deepEqual(
    withMode('history').join(' '),
    'E12_BOUNCED E13_SUPPRESSED P07_DNC X01_EXACT_DUP X02_PROB_DUP X03_HOUSEHOLD X04_RESOLD B06_PASTE_ALL B07_DEVICE_VELOCITY B08_IP_VELOCITY ' +
      'B09_BURST B10_NO_TOUCH B11_CLICK_TO_LEAD S03_CLICKID_FORMAT S05_DATA_INTEGRITY S07_TEMPLATE_LEADS S06_SOURCE_OUTLIER',
  );
  assert.deepEqual(withMode('dns'), ['E04_NO_MX', 'E05_NULL_MX']);
  for (const { family, severity, title } of LEAD_CHECKS) {
    assert.ok(FAMILIES.includes(family) && SEVERITIES.includes(severity));
    assert.match(title, /^\p{Lu}.*[^.]$/u);
  }
});
