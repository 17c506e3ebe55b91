/** What betrays where a visitor came from: click ids, UTM values and referrers, each under the platform it belongs to. */
import type { SourceDetails } from '#contract/lead.ts';

/** Words of a source, UTM source or host that name a platform. Families such as Facebook and Instagram count as one. */
const PLATFORM_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Google: 'google adwords googleads gads youtube doubleclick googleadservices googlesyndication gmail dv360',
    Meta: 'facebook meta instagram fb ig messenger facebookads metaads whatsapp threads',
    TikTok: 'tiktok tiktokads',
    LinkedIn: 'linkedin lnkd linkedinads',
    X: 'twitter twitterads t.co',
    Microsoft: 'bing microsoft msn bingads microsoftads',
    Pinterest: 'pinterest',
    Snapchat: 'snapchat',
    Reddit: 'reddit',
  }).flatMap(([platform, words]) => words.split(' ').map((word) => [word, platform] as const)),
);

/** Click ids by platform, as each platform documents them for its ads and links. */
const CLICK_IDS: readonly (readonly [string, string])[] = [
  ['gclid', 'Google'],
  ['gbraid', 'Google'],
  ['wbraid', 'Google'],
  ['fbclid', 'Meta'],
  ['ttclid', 'TikTok'],
  ['li_fat_id', 'LinkedIn'],
  ['twclid', 'X'],
  ['msclkid', 'Microsoft'],
  ['rdt_cid', 'Reddit'],
  ['ScCid', 'Snapchat'],
  ['epik', 'Pinterest'],
];

/** How hard a sign is to get wrong: a click id is put on by the platform, UTM values by whoever built the link, the referrer by the browser. */
export const STRENGTH = { click_id: 3, utm: 2, referrer: 1 } as const;

export interface Sign {
  /** Where it stood, e.g. `fbclid`. */
  where: string;
  value: string;
  platform: string;
  strength: number;
}

/** Platform a source or UTM source names, or undefined. `Google Ads Brand` is Google, `Acme Partner` none. */
export function platformOf(name: string): string | undefined {
  // A single letter is a platform only when nothing else stands beside it: “Partner X” is none.
  if (/^\s*x(?: ads)?\s*$/i.test(name)) return 'X';
  for (const word of name.toLowerCase().match(/t\.co\b|[\p{L}\p{N}]+/gu) ?? []) {
    const platform = PLATFORM_WORDS.get(word);
    if (platform) return platform;
  }
  return undefined;
}

/** Every sign of a platform a lead carries; parameters of the landing page count like fields of their own. */
export function platformSigns(details: SourceDetails | undefined): Sign[] {
  if (details === undefined) return [];
  const signs: Sign[] = [];
  const page = details.landing_page?.includes('?') ? queryOf(details.landing_page) : undefined;
  for (const [name, platform] of CLICK_IDS) {
    const given = details[name as keyof typeof details];
    const value = given?.trim() || page?.get(name)?.trim();
    if (value) signs.push({ where: name, value, platform, strength: STRENGTH.click_id });
  }
  const utm = details.utm_source?.trim() || page?.get('utm_source')?.trim();
  const utmPlatform = utm ? platformOf(utm) : undefined;
  if (utm && utmPlatform)
    signs.push({ where: 'utm_source', value: utm, platform: utmPlatform, strength: STRENGTH.utm });
  const referrer = details.referrer?.trim();
  const referrerPlatform = referrer ? hostPlatform(referrer) : undefined;
  if (referrer && referrerPlatform) {
    signs.push({ where: 'referrer', value: referrer, platform: referrerPlatform, strength: STRENGTH.referrer });
  }
  return signs;
}

function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(url.slice(url.indexOf('?') + 1).split('#')[0]);
}

/** Platform of a URL's host, by the label before its suffix: `l.facebook.com` is Meta, `facebook.example.com` none. */
function hostPlatform(url: string): string | undefined {
  const host = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/)?([^/?#:]+)/i
    .exec(url)?.[1]
    ?.toLowerCase()
    .replace(/^www\./, '');
  if (host === undefined) return undefined;
  if (host === 't.co' || host === 'x.com') return 'X';
  // Android apps give their package name, whose company comes second: com.google.android.gm.
  const labels = url.startsWith('android-app:') ? host.split('.').slice(1, 2) : registrableLabel(host);
  return labels.map((label) => PLATFORM_WORDS.get(label)).find(Boolean);
}

function registrableLabel(host: string): string[] {
  const labels = host.split('.');
  const national = /^(?:co|com|org|net)$/.test(labels.at(-2) ?? '') && labels.length > 2;
  return labels.slice(national ? -3 : -2).slice(0, 1);
}
