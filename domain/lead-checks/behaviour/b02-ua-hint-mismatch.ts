/**
 * B02: what the browser says of itself contradicts itself: platform, mobile or language the user agent, or the clock the
 * time zone it names. A traveller's browser has another zone, but never a zone with an offset that zone does not have.
 */
import type { Device } from '#contract/lead.ts';
import type { LeadCheck } from '../check.ts';
import { offsetText, zoneOffsets } from '../ip/time-zone.ts';
import { failed, notRun } from '../verdict.ts';

/** Order matters: Android user agents also say Linux, iPhones also say Mac OS X. */
const PLATFORMS: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad|iPod/, 'iOS'],
  [/CrOS/, 'Chrome OS'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];
/** Values of Sec-CH-UA-Platform (User-Agent Client Hints, section 3.6), under the names used above. */
const HINTS = new Map([
  ['windows', 'Windows'],
  ['android', 'Android'],
  ['ios', 'iOS'],
  ['chrome os', 'Chrome OS'],
  ['chromeos', 'Chrome OS'],
  ['chromium os', 'Chrome OS'],
  ['macos', 'macOS'],
  ['mac os x', 'macOS'],
  ['linux', 'Linux'],
]);
/** Only Chromium sends Sec-CH-UA-Mobile; for other browsers a missing hint may have arrived as `false`. */
const CHROMIUM = /\b(?:Chrome|Chromium|Edg|OPR)\//;
/** Old browsers carried their language inside the user agent, as in `; de-DE)`. */
const UA_LANGUAGE = /; ([a-z]{2})[-_][A-Za-z]{2}[;)]/;

export const b02UaHintMismatch: LeadCheck = {
  id: 'B02_UA_HINT_MISMATCH',
  family: 'behaviour',
  severity: 'fraud',
  mode: 'offline',
  title: 'Browser agrees with itself',
  run({ raw, createdAt }, { now }) {
    const device = raw.device;
    const userAgent = device?.user_agent?.trim();
    if (!device || !userAgent) return notRun('No user agent was sent.');
    const pairs = [
      platformPair(userAgent, device.platform_hint),
      mobilePair(userAgent, device.mobile_hint),
      languagePair(userAgent, device.language),
      clockPair(device, Number.isNaN(createdAt) ? now : createdAt),
    ].filter((pair) => pair !== undefined);
    if (pairs.length === 0) return notRun('Nothing was sent to compare the user agent with.');
    const against = pairs.filter(({ seen, hinted }) => seen !== hinted);
    if (against.length === 0) return 'passed';
    return failed(
      `The browser contradicts itself: ${against.map(({ what, seen, hinted }) => `${what} is ${seen} in one place and ${hinted} in another`).join('; ')}.`,
      [
        { label: 'User agent', value: userAgent },
        ...against.flatMap(({ what, seen, hinted }) => [
          { label: `${what}, as the ${what === 'clock' ? 'zone' : 'user agent'} has it`, value: seen },
          { label: `${what}, as the ${what === 'clock' ? 'clock' : 'hint'} has it`, value: hinted },
        ]),
      ],
    );
  },
};

interface Pair {
  what: string;
  seen: string;
  hinted: string;
}

function platformPair(userAgent: string, hint: string | undefined): Pair | undefined {
  const hinted = hint === undefined ? undefined : HINTS.get(hint.replaceAll('"', '').trim().toLowerCase());
  const seen = PLATFORMS.find(([pattern]) => pattern.test(userAgent))?.[1];
  return hinted && seen ? { what: 'platform', seen, hinted } : undefined;
}

function mobilePair(userAgent: string, hint: boolean | undefined): Pair | undefined {
  if (hint === undefined || !CHROMIUM.test(userAgent)) return undefined;
  const word = (mobile: boolean) => (mobile ? 'a phone' : 'no phone');
  return { what: 'device', seen: word(/\bMobile\b/.test(userAgent)), hinted: word(hint) };
}

function clockPair(device: Device, at: number): Pair | undefined {
  const zone = device.time_zone?.trim();
  const west = device.time_zone_offset_minutes;
  if (!zone || west === undefined) return undefined;
  const offsets = zoneOffsets(zone, new Date(at).getUTCFullYear());
  if (offsets === undefined) return undefined;
  const seen = offsets.map(offsetText).join(' or ');
  // getTimezoneOffset counts westwards; adding 0 turns -0 into 0.
  const hinted = offsetText(-west + 0);
  return { what: 'clock', seen, hinted: offsets.includes(-west + 0) ? seen : hinted };
}

function languagePair(userAgent: string, language: string | undefined): Pair | undefined {
  const seen = UA_LANGUAGE.exec(userAgent)?.[1];
  // Accept-Language lists several; any of them may be the one of the user agent.
  const spoken = language?.split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  if (!seen || !spoken?.[0]) return undefined;
  return { what: 'language', seen, hinted: spoken.includes(seen) ? seen : spoken.join(', ') };
}
