/** What leads are grouped and joined by without being named: keyed values that both stores may hold. */
import type { LeadCreate, SourceDetails } from '#contract/lead.ts';
import type { PreparedLead } from '#domain/lead-checks/check.ts';
import { pasteCadence } from '#domain/lead-checks/history/paste-cadence.ts';
import type { PreparedIp } from '#domain/lead-checks/prepare/ip.ts';
import { textBands, textWords } from '#domain/statistics/min-hash.ts';
import type { Vault } from '../platform/vault/vault.ts';

/** Keys of 63 bits, equal for equal values of one client. */
export interface LeadKeys {
  /** Of the visitor id, else of the device id as if it were one, else of the lead itself. */
  visitor: bigint;
  device_key: bigint | undefined;
  ip_key: bigint | undefined;
  /** Of the network the address is of: IPv4 /24, IPv6 /48. */
  net_key: bigint | undefined;
  /** Of the click id of whichever advertising network. */
  click_key: bigint | undefined;
  /** Of the message's letters, so that spacing, case, digits and punctuation make no difference. */
  text_key: bigint | undefined;
  /** Of the e-mail address without the digits that series count by; undefined where it has none. */
  stem_key: bigint | undefined;
  /** Of how a pasted form was pasted. */
  cadence_key: bigint | undefined;
  /** Of sketches of the message; texts alike share some. */
  text_bands: bigint[];
}

/** A shorter message is a phrase that many people write. */
const TEXT_LETTERS_MIN = 20;
const IPV4_NETWORK_BYTES = 3;
const IPV6_NETWORK_BYTES = 6;

/** The keys of a lead. `id` is the lead's own. */
export function keysOfLead(
  vault: Pick<Vault, 'key63'>,
  clientId: string,
  id: string,
  lead: LeadCreate,
  prepared: PreparedLead,
): LeadKeys {
  const key = (kind: string, value: string | undefined) => (value ? vault.key63(clientId, kind, value) : undefined);
  return {
    visitor: visitorKey(vault, clientId, lead.device?.visitor_id || lead.device?.device_id || id),
    device_key: key('device', lead.device?.device_id),
    ip_key: key('ip', prepared.ip?.normalised),
    net_key: key('net', prepared.ip && networkOf(prepared.ip)),
    click_key: key('click', clickIdOf(lead.source_details)),
    text_key: key('text', lettersOf(lead.message)),
    stem_key: key('stem', stemOf(prepared)),
    cadence_key: key('cadence', pasteCadence(lead)),
    text_bands: bandsOf(lead, prepared).map((band) => vault.key63(clientId, 'text band', band)),
  };
}

/** The key of a visitor id, as leads and touchpoints hold it. */
export function visitorKey(vault: Pick<Vault, 'key63'>, clientId: string, visitorId: string): bigint {
  return vault.key63(clientId, 'visitor', visitorId);
}

/** The key of a typed value's digest (`valueDigest`), as form_session.value_keys holds it. */
export function witnessKey(vault: Pick<Vault, 'key63'>, clientId: string, digest: string): bigint {
  return vault.key63(clientId, 'witness', digest);
}

/** The first click id there is; a click belongs to one network. */
export function clickIdOf(details: SourceDetails | undefined): string | undefined {
  return details?.gclid || details?.fbclid || details?.ttclid || details?.li_fat_id || details?.twclid || undefined;
}

/** The network part of an address, in hexadecimal; undefined for what is no address. */
export function networkOf({ kind, bytes }: PreparedIp): string | undefined {
  if (kind === undefined || bytes === undefined) return undefined;
  const length = kind === 'ipv4' ? IPV4_NETWORK_BYTES : IPV6_NETWORK_BYTES;
  return `${kind}/${Buffer.from(bytes.slice(0, length)).toString('hex')}`;
}

function lettersOf(message: string | undefined): string | undefined {
  if (message === undefined || message.length < TEXT_LETTERS_MIN) return undefined;
  const letters = message
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\P{L}+/gu, '');
  return letters.length < TEXT_LETTERS_MIN ? undefined : letters;
}

/** The address without digits; undefined where there are none, or where nothing but digits names the mailbox. */
function stemOf({ email }: PreparedLead): string | undefined {
  const [local, domain] = email?.canonical?.split('@') ?? [];
  const stem = local?.replace(/\d+/g, '#');
  return stem?.includes('#') && /\p{L}/u.test(stem) ? `${stem}@${domain}` : undefined;
}

/** The name of the person is no part of what a text says. */
function bandsOf({ message }: LeadCreate, { name }: PreparedLead): string[] {
  if (message === undefined) return [];
  return textBands(textWords(message, new Set(textWords(name?.full ?? ''))));
}
