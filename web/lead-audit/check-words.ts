/** Short words for failed checks, as flags in tables. An unknown check shows its own id, made readable. */
import type { Tone } from '../ui/badge.tsx';

type Word = [label: string, tone: Tone];
const WORDS: Record<string, Word> = {
  E01_SYNTAX: ['Malformed e-mail', 'warn'],
  E02_TYPO_DOMAIN: ['E-mail typo', 'warn'],
  E03_TLD_UNKNOWN: ['Unknown suffix', 'warn'],
  E04_NO_MX: ['No mail server', 'warn'],
  E05_NULL_MX: ['Takes no mail', 'warn'],
  E06_DISPOSABLE: ['Disposable e-mail', 'bad'],
  E07_ROLE: ['Role address', 'warn'],
  E08_FREE_FOR_B2B: ['Free mailbox', 'warn'],
  E09_ALIAS: ['Alias address', 'warn'],
  E10_DOMAIN_COMPANY: ['Other company', 'warn'],
  E11_NAME_LOCAL: ['Other name', 'warn'],
  E12_BOUNCED: ['Bounced', 'warn'],
  E13_SUPPRESSED: ['Suppressed', 'bad'],
  P01_PARSE: ['Unreadable phone', 'warn'],
  P02_INVALID_RANGE: ['Phone cannot exist', 'warn'],
  P03_TYPE: ['Odd phone line', 'warn'],
  P04_COUNTRY_MISMATCH: ['Phone abroad', 'warn'],
  P05_FICTIONAL: ['Made-up phone', 'warn'],
  P06_PUBLIC_SMS: ['Public SMS number', 'bad'],
  P07_DNC: ['Do not call', 'bad'],
  N01_GARBAGE: ['Garbage name', 'warn'],
  N02_KNOWN_FAKE: ['Fake name', 'warn'],
  N03_SWAPPED: ['Names swapped', 'warn'],
  N04_SAME_FIELDS: ['Repeated values', 'warn'],
  N05_CASE_SCRIPT: ['Look-alike letters', 'bad'],
  D01_COMPLETENESS: ['Incomplete', 'muted'],
  D02_CONSISTENCY: ['Address conflict', 'warn'],
  D03_DATE_SANITY: ['Impossible dates', 'warn'],
  D04_CONVERSION_STATE: ['Stage conflict', 'warn'],
  X01_EXACT_DUP: ['Duplicate', 'dup'],
  X02_PROB_DUP: ['Likely duplicate', 'dup'],
  X03_HOUSEHOLD: ['Household', 'muted'],
  X04_RESOLD: ['Sold twice', 'bad'],
  B01_BOT_UA: ['Bot browser', 'bad'],
  B02_UA_HINT_MISMATCH: ['Browser conflict', 'bad'],
  B03_HONEYPOT: ['Hidden field', 'bad'],
  B04_TOO_FAST: ['Too fast', 'bad'],
  B05_NO_INPUT_EVENTS: ['No input', 'bad'],
  B06_PASTE_ALL: ['All pasted', 'warn'],
  B07_DEVICE_VELOCITY: ['Device burst', 'bad'],
  B08_IP_VELOCITY: ['IP burst', 'bad'],
  B09_BURST: ['Source burst', 'warn'],
  B10_NO_TOUCH: ['No click', 'bad'],
  B11_CLICK_TO_LEAD: ['Odd click time', 'bad'],
  I01_DATACENTER: ['Hosting IP', 'bad'],
  I02_PRIVATE_BOGON: ['Impossible IP', 'warn'],
  I03_TOR_VPN: ['VPN or Tor', 'bad'],
  I04_GEO_MISMATCH: ['Location mismatch', 'warn'],
  I05_TZ_MISMATCH: ['Clock mismatch', 'warn'],
  S01_SOURCE_UNKNOWN: ['Unknown source', 'warn'],
  S02_UTM_REFERRER: ['Source conflict', 'bad'],
  S03_CLICKID_FORMAT: ['Bad click ID', 'bad'],
  S04_LEAD_AGE: ['Too old', 'warn'],
  S05_DATA_INTEGRITY: ['Data changed', 'bad'],
  S06_SOURCE_OUTLIER: ['Weak source', 'bad'],
  S07_TEMPLATE_LEADS: ['Template lead', 'bad'],
  S08_SOURCE_COUNTRY: ['Other country', 'warn'],
  C01_NO_CONSENT: ['No consent', 'bad'],
  C02_CONSENT_CONFLICT: ['Consent conflict', 'bad'],
};

/** "Odd phone line" of P03_TYPE; of a check nobody listed, its id without number and underscores. */
export function flagWord(id: string): { label: string; tone: Tone } {
  const word = WORDS[id];
  if (word) return { label: word[0], tone: word[1] };
  const text = id
    .replace(/^[A-Z]\d+_/, '')
    .replaceAll('_', ' ')
    .toLowerCase();
  return { label: text.charAt(0).toUpperCase() + text.slice(1), tone: 'muted' };
}
