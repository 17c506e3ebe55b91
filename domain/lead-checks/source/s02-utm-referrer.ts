/** S02: the source the lead claims is contradicted by its click ids, UTM values or referrer. */
import type { LeadCheck, PreparedLead } from '../check.ts';
import { failed, notRun, unknown } from '../verdict.ts';
import { platformOf, platformSigns, type Sign, STRENGTH } from './channels.ts';

/** Sources that are free of charge by their name, so that the click id of an advertisement speaks against them. */
const UNPAID_CLAIM = /\b(?:organic|seo)\b|^\s*direct(?: traffic)?\s*$/i;
const PAID_MEDIUM = /^(?:cpc|ppc|cpm|paid.*|display|paidsearch|paidsocial)$/i;
/** Click ids that only advertisements carry; Meta and X put theirs on every link. */
const PAID_CLICK_IDS = new Set(['gclid', 'gbraid', 'wbraid', 'msclkid', 'ttclid', 'li_fat_id']);

export const s02UtmReferrer: LeadCheck = {
  id: 'S02_UTM_REFERRER',
  family: 'source',
  severity: 'fraud',
  mode: 'offline',
  title: 'Trail fits the source',
  run(lead) {
    const signs = platformSigns(lead.raw.source_details);
    const unpaid = UNPAID_CLAIM.test(lead.raw.source);
    const claimed = platformOf(lead.raw.source);
    if (!unpaid && claimed === undefined) {
      return notRun('The source names no platform that a click id or referrer could contradict.');
    }
    const against = unpaid ? paidSigns(lead, signs) : [];
    const forIt = signs.filter((sign) => sign.platform === claimed && !against.includes(sign));
    if (claimed !== undefined) against.push(...signs.filter(({ platform }) => platform !== claimed));
    const first = against[0];
    if (first === undefined) {
      return signs.length > 0 || unpaid
        ? 'passed'
        : notRun('No click id, UTM source or referrer of a known platform was sent.');
    }
    if (strongest(forIt) >= strongest(against)) {
      return unknown(`Some signs fit ${claimed}, others ${first.platform}; neither is stronger.`);
    }
    return failed(`The lead claims ${lead.raw.source}, but ${first.where} is of ${first.platform}.`, [
      { label: 'Source claimed', value: lead.raw.source },
      ...against.map(({ where, value, platform }) => ({ label: `Against: ${where} (${platform})`, value })),
      ...forIt.map(({ where, value, platform }) => ({ label: `For: ${where} (${platform})`, value })),
    ]);
  },
};

function paidSigns(lead: PreparedLead, signs: readonly Sign[]): Sign[] {
  const medium = lead.raw.source_details?.utm_medium?.trim();
  return [
    ...signs.filter(({ where }) => PAID_CLICK_IDS.has(where)),
    ...(medium && PAID_MEDIUM.test(medium)
      ? [{ where: 'utm_medium', value: medium, platform: 'paid advertising', strength: STRENGTH.utm }]
      : []),
  ];
}

function strongest(signs: readonly Sign[]): number {
  return signs.reduce((most, { strength }) => Math.max(most, strength), 0);
}
