/** Identifiers of the right shape: click ids of the platforms, device ids, UUIDs. */
import { createHash } from 'node:crypto';
import { mix32, type Random } from './random.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const PAIRS = Array.from({ length: 4096 }, (_, index) => BASE64URL[index >> 6]! + BASE64URL[index & 63]!);

/** Random base64url text of an even length. */
export function base64url(random: Random, length: number): string {
  let text = '';
  for (let at = 0; at < length; at += 4) {
    const bits = random.uint32();
    text += PAIRS[bits & 4095]! + (at + 2 < length ? PAIRS[(bits >>> 12) & 4095]! : '');
  }
  return text;
}

export function hex(random: Random, length: number): string {
  let text = '';
  while (text.length < length) text += random.uint32().toString(16).padStart(8, '0');
  return text.slice(0, length);
}

/** Google click id: `Cj0KCQ…_wcB` of search or `EAIaIQobChMI…_BwE` of other inventory. */
export function gclid(random: Random): string {
  return random.chance(0.6)
    ? `Cj0KCQjw${base64url(random, 78)}_wcB`
    : `EAIaIQobChMI${base64url(random, 40)}EAAYASAAEg${base64url(random, 6)}_BwE`;
}

/** Meta click id of the form in use since 2024. */
export function fbclid(random: Random): string {
  return `IwY2xjaw${base64url(random, 60)}_aem_${base64url(random, 22)}`;
}

/** TikTok click id. */
export function ttclid(random: Random): string {
  return `E.C.P.${base64url(random, 120)}`;
}

/** LinkedIn first-party ad tracking id: a UUID. */
export function liFatId(random: Random): string {
  return asUuid(hex(random, 32));
}

/** A UUID (version 8 bits, RFC 9562) that depends on nothing but the text. */
export function uuidOf(text: string): string {
  return asUuid(createHash('sha256').update(text).digest('hex'), '8');
}

function asUuid(digits: string, version = '4'): string {
  const variant = '89ab'[Number.parseInt(digits[16]!, 16) & 3]!;
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${version}${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

/** A client's own id for its `index`-th lead; distinct for distinct indexes because `mix32` is a permutation. */
export function externalId(prefix: string, seedHash: number, index: number): string {
  return `${prefix}-${mix32(index ^ seedHash)
    .toString(36)
    .toUpperCase()
    .padStart(7, '0')}`;
}
