/** An e-mail address as the lead gave it, parsed once: syntax, domain, and the address its mailbox goes by. */
import { parse } from 'tldts';
import { diagnoseEmail, type EmailSyntaxError } from './email-syntax.ts';

export interface PreparedEmail {
  /** As given. */
  given: string;
  /** Without surrounding blanks. Line breaks stay, because they are how mail headers are forged. */
  trimmed: string;
  /** undefined when the syntax is not valid; otherwise the parts below are set. */
  syntax: EmailSyntaxError | undefined;
  /** Before the @, as given. */
  local: string | undefined;
  /** After the @, lower case, in ASCII (punycode) as DNS has it. */
  domain: string | undefined;
  /** What stands behind the sign that opens a tag: the first plus, at Yahoo the first hyphen. */
  tag: string | undefined;
  /** The provider whose rules for dots and tags made the canonical address. */
  provider: string | undefined;
  /** Lower case; for known providers without the dots and tags they ignore. What duplicates are found by. */
  canonical: string | undefined;
  /** Domain a person can register, by the ICANN part of the public suffix list. */
  registrable: string | undefined;
  /** The registrable domain without its suffix, e.g. `example` of example.co.uk. */
  registrableName: string | undefined;
  suffix: { text: string; icann: boolean } | undefined;
}

/** Parses an address. Never throws: an address that breaks the grammar comes back with `syntax` set. */
export function prepareEmail(given: string): PreparedEmail {
  const trimmed = given.replace(SURROUNDING_BLANKS, '');
  const syntax = diagnoseEmail(trimmed);
  const at = trimmed.lastIndexOf('@');
  if (syntax || at < 1) return { ...NOTHING, given, trimmed, syntax };
  const local = trimmed.slice(0, at);
  const domain = asciiDomain(trimmed.slice(at + 1));
  const parsed = parse(domain, PARSE_OPTIONS);
  const provider = PROVIDERS.get(domain);
  const tagAt = local.indexOf(provider?.tagSign ?? '+');
  return {
    given,
    trimmed,
    syntax,
    local,
    domain,
    tag: tagAt > 0 ? local.slice(tagAt + 1) : undefined,
    provider: provider?.name,
    canonical: canonicalOf(local.toLowerCase(), domain, provider),
    registrable: parsed.domain ?? undefined,
    registrableName: parsed.domainWithoutSuffix ?? undefined,
    suffix: parsed.publicSuffix === null ? undefined : { text: parsed.publicSuffix, icann: parsed.isIcann === true },
  };
}

const SURROUNDING_BLANKS = /^[^\S\r\n]+|[^\S\r\n]+$/g;

const NOTHING = {
  local: undefined,
  domain: undefined,
  tag: undefined,
  provider: undefined,
  canonical: undefined,
  registrable: undefined,
  registrableName: undefined,
  suffix: undefined,
} as const;

/** The text is known to be a host name, so tldts need not look for a URL in it or check its letters again. */
const PARSE_OPTIONS = { extractHostname: false, validateHostname: false, allowPrivateDomains: false };

interface Provider {
  name: string;
  tagSign: '+' | '-';
  ignoresDots: boolean;
  /** The domain all domains of one name space are written as; undefined when each domain has mailboxes of its own. */
  canonicalDomain: string | undefined;
}

const OUTLOOK_COUNTRIES =
  'at be ca cl co.id co.il co.in co.kr co.th co.uk co.za com com.ar com.au com.br com.gr com.tr com.vn cz de dk es fi fr hu ie in it jp nl no pt sa se sg sk'.split(
    ' ',
  );
const YAHOO_COUNTRIES =
  'at be bg ca cl cn co.id co.il co.in co.kr co.nz co.th co.uk co.za com com.ar com.au com.br com.cn com.co com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ve com.vn cz de dk es fi fr gr hu ie in it nl no pl pt ro se'.split(
    ' ',
  );

/** Mailbox providers whose rules for dots and tags are published on their help pages. */
const PROVIDERS: ReadonlyMap<string, Provider> = new Map([
  ...provide({ name: 'Gmail', tagSign: '+', ignoresDots: true, canonicalDomain: 'gmail.com' }, [
    'gmail.com',
    'googlemail.com',
  ]),
  ...provide({ name: 'Outlook', tagSign: '+', ignoresDots: false, canonicalDomain: undefined }, [
    'msn.com',
    'passport.com',
    'windowslive.com',
    ...['outlook', 'hotmail', 'live'].flatMap((label) => OUTLOOK_COUNTRIES.map((country) => `${label}.${country}`)),
  ]),
  ...provide({ name: 'Yahoo', tagSign: '-', ignoresDots: false, canonicalDomain: undefined }, [
    'ymail.com',
    'rocketmail.com',
    'myyahoo.com',
    ...YAHOO_COUNTRIES.map((country) => `yahoo.${country}`),
  ]),
  // An Apple account owns its name under all three domains, a Proton account under these, so the name is the mailbox.
  ...provide({ name: 'iCloud', tagSign: '+', ignoresDots: false, canonicalDomain: 'icloud.com' }, [
    'icloud.com',
    'me.com',
    'mac.com',
  ]),
  ...provide({ name: 'Proton', tagSign: '+', ignoresDots: false, canonicalDomain: 'proton.me' }, [
    'proton.me',
    'protonmail.com',
    'protonmail.ch',
    'pm.me',
  ]),
  ...provide({ name: 'Fastmail', tagSign: '+', ignoresDots: false, canonicalDomain: undefined }, [
    'fastmail.com',
    'fastmail.fm',
  ]),
]);

function provide(provider: Provider, domains: string[]): [string, Provider][] {
  return domains.map((domain) => [domain, provider]);
}

function canonicalOf(local: string, domain: string, provider: Provider | undefined): string {
  if (!provider) return `${local}@${domain}`;
  const tagAt = local.indexOf(provider.tagSign);
  const withoutTag = tagAt > 0 ? local.slice(0, tagAt) : local;
  const mailbox = provider.ignoresDots ? withoutTag.replaceAll('.', '') : withoutTag;
  return `${mailbox}@${provider.canonicalDomain ?? domain}`;
}

/** Lower case, and punycode as DNS has it for letters outside ASCII. */
function asciiDomain(domain: string): string {
  const lower = domain.toLowerCase();
  if (ASCII_ONLY.test(lower)) return lower;
  return URL.parse(`http://${lower}`)?.hostname ?? lower;
}

const ASCII_ONLY = /^[!-~]*$/;
