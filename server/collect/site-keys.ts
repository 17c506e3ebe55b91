/** Public keys of sites: the client's id and random bytes, so that a key alone tells where to look it up. */
import { randomBytes } from 'node:crypto';

const RANDOM_BYTES = 15;
const KEY = /^w[A-Za-z0-9_-]{42}$/;

export function newSiteKey(clientId: string): string {
  const id = Buffer.from(clientId.replaceAll('-', ''), 'hex');
  return `w${Buffer.concat([id, randomBytes(RANDOM_BYTES)]).toString('base64url')}`;
}

/** The client that a key says it is of; undefined for what is no key. */
export function clientOfKey(key: string): string | undefined {
  if (!KEY.test(key)) return undefined;
  const hex = Buffer.from(key.slice(1), 'base64url').subarray(0, 16).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
