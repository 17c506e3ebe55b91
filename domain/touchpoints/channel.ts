/** The channel of a touchpoint, from the source the client registered, else from how the visit announced itself. */

/** What tells of the channel; every part may be absent. */
export interface ChannelSigns {
  /** Kind of the registered source of that name. */
  sourceKind?: string | undefined;
  source?: string | undefined;
  medium?: string | undefined;
  referrer?: string | undefined;
  clickId?: string | undefined;
}

/** Media of UTM links by the channel they mean, as Google Analytics' default channel groups read them. */
const MEDIA: readonly (readonly [RegExp, string])[] = [
  [/^(cpc|ppc|paidsearch|paid[-_ ]?search|sem)$/, 'paid_search'],
  [/^(paid[-_ ]?social|cpm[-_ ]?social|social[-_ ]?paid|paidsocial)$/, 'paid_social'],
  [/^(display|banner|cpm|expandable|interstitial|programmatic)$/, 'display'],
  [/^(e?-?mail|newsletter)$/, 'email'],
  [/^(affiliate|affiliates|partner)$/, 'partner'],
  [/^(organic|seo)$/, 'organic'],
  [/^(social|social[-_ ]?network|social[-_ ]?media|sm)$/, 'social'],
  [/^(referral|link|app)$/, 'referral'],
  [/^(event|webinar|trade[-_ ]?show)$/, 'event'],
];
const SEARCH_HOST = /(^|\.)(google|bing|duckduckgo|yahoo|ecosia|qwant|yandex|baidu|startpage)\./;
const SOCIAL_HOST =
  /(^|\.)(facebook|instagram|linkedin|tiktok|twitter|x|reddit|pinterest|youtube|snapchat|lnkd|t)\.(com|net|in|co)(\/|$)/;

/** One word: a kind of source, `display`, `social` or `direct`. `direct` means that nothing tells where from. */
export function channelOf({ sourceKind, source, medium, referrer, clickId }: ChannelSigns): string {
  if (sourceKind !== undefined && sourceKind !== 'other') return sourceKind;
  const word = medium?.trim().toLowerCase();
  const named = word ? MEDIA.find(([pattern]) => pattern.test(word))?.[1] : undefined;
  if (named !== undefined) return named;
  const host = referrer?.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').toLowerCase() ?? '';
  if (clickId) return SOCIAL_HOST.test(host) ? 'paid_social' : 'paid_search';
  if (SEARCH_HOST.test(host)) return 'organic';
  if (SOCIAL_HOST.test(host)) return 'social';
  if (host) return 'referral';
  return source ? 'other' : 'direct';
}
