/** Finds the popular provider a mistyped domain was meant to be. */
import { editDistance } from '../edit-distance.ts';
import { isFreeDomain } from '../lists/free-domains.ts';
import { MAILBOX_DOMAINS } from '../lists/mailbox-domains.ts';
import type { PreparedEmail } from '../prepare/email.ts';

export interface Typo {
  /** The domain that was meant. */
  meant: string;
  /** Damerau-Levenshtein distance between the domains, 1 or 2. */
  edits: number;
}

/**
 * Providers met so often that a near miss is a slip, with the edits their name bears before it could be another
 * company's. Short names (aol, gmx, live) bear none: aon.com and like.com are no slips.
 */
const BRANDS: ReadonlyMap<string, { edits: number; suffixes: string[] }> = new Map([
  ['gmail', { edits: 1, suffixes: ['com'] }],
  ['yahoo', { edits: 1, suffixes: ['com', 'co.uk', 'fr', 'de', 'it', 'es', 'ca', 'com.br', 'co.in', 'com.au'] }],
  ['hotmail', { edits: 2, suffixes: ['com', 'co.uk', 'fr', 'de', 'it', 'es', 'nl', 'be', 'com.br'] }],
  ['outlook', { edits: 2, suffixes: ['com', 'de', 'fr', 'es', 'it'] }],
  ['icloud', { edits: 1, suffixes: ['com'] }],
  ['googlemail', { edits: 2, suffixes: ['com'] }],
  ['protonmail', { edits: 2, suffixes: ['com'] }],
  ['live', { edits: 0, suffixes: ['com'] }],
  ['aol', { edits: 0, suffixes: ['com'] }],
  ['msn', { edits: 0, suffixes: ['com'] }],
  ['gmx', { edits: 0, suffixes: ['de', 'net', 'at', 'ch', 'com'] }],
  ['web', { edits: 0, suffixes: ['de'] }],
  ['freenet', { edits: 1, suffixes: ['de'] }],
  ['t-online', { edits: 1, suffixes: ['de'] }],
  ['comcast', { edits: 1, suffixes: ['net'] }],
  ['verizon', { edits: 1, suffixes: ['net'] }],
  ['sbcglobal', { edits: 1, suffixes: ['net'] }],
  ['bellsouth', { edits: 1, suffixes: ['net'] }],
  ['btinternet', { edits: 1, suffixes: ['com'] }],
  ['bigpond', { edits: 1, suffixes: ['com'] }],
  ['wanadoo', { edits: 1, suffixes: ['fr'] }],
  ['laposte', { edits: 1, suffixes: ['net'] }],
  ['orange', { edits: 0, suffixes: ['fr'] }],
  ['rediffmail', { edits: 1, suffixes: ['com'] }],
]);

/** Companies and providers whose own domain lies within two edits of a popular one. */
const NEIGHBOURS = new Set([
  'gail.com',
  'grail.com',
  'gmall.com',
  'hotmart.com',
  'cloud.com',
  'yahoo.net',
  'outlook.org',
]);
/** Country suffixes that exist and are yet, behind a provider that is not there, a slip for com. */
const SLIPS_FOR_COM = new Set(['co', 'cm', 'om', 'cam', 'community', 'comm']);

/** Returns the provider meant, or undefined for a known domain or one that resembles none. Wants a valid address. */
export function typoOf({ domain, suffix }: PreparedEmail): Typo | undefined {
  if (domain === undefined || MAILBOX_DOMAINS.has(domain) || NEIGHBOURS.has(domain)) return undefined;
  const dot = domain.indexOf('.');
  const label = domain.slice(0, dot);
  const rest = domain.slice(dot + 1);
  if (label.length > 12 || rest.length > 9) return undefined;
  const slip = SLIPS_FOR_COM.has(rest);
  const exists = suffix?.icann === true && suffix.text === rest;
  let best: Typo | undefined;
  for (const [brand, { edits, suffixes }] of BRANDS) {
    if (Math.abs(brand.length - label.length) > edits || !startsAlike(label, brand)) continue;
    const labelEdits = editDistance(label, brand);
    if (labelEdits > edits) continue;
    for (const meant of suffixes) {
      // An existing suffix means the writer meant it, unless it is a known slip and the provider is not found there.
      if (rest !== meant && exists && !(slip && meant === 'com')) continue;
      const total = labelEdits + editDistance(rest, meant);
      if (total >= 1 && total <= 2 && total < (best?.edits ?? 3)) best = { meant: `${brand}.${meant}`, edits: total };
    }
  }
  if (best === undefined || (isFreeDomain(domain) && !slip)) return undefined;
  return best;
}

/** A slip seldom hits the first letter; where it does, the letter was swapped with the second or left out. */
function startsAlike(label: string, brand: string): boolean {
  if (label[0] === brand[0]) return true;
  if (label[0] === brand[1] && label[1] === brand[0]) return true;
  return brand.length >= 5 && label === brand.slice(1);
}
