/** Secrets that are handed out once: link tokens, session tokens, API keys. The database keeps hashes only. */
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const KEY_MARK = 'assay_';
const KEY_RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const KEY_PATTERN = new RegExp(`^${KEY_MARK}[0-9A-Za-z]{${KEY_RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);
/** How much of a key is kept in clear to recognise it by: 36 of its 190 random bits. */
const SHOWN_LENGTH = KEY_MARK.length + 6;

/** 256 random bits for a link or a cookie. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** sha256; the secrets are random, so nothing slower is needed. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** `assay_`, 32 random characters, 6 of checksum: scanners of leaked secrets can tell a real key without asking. */
export function newApiKey(): string {
  const body = `${KEY_MARK}${randomText(KEY_RANDOM_LENGTH)}`;
  return body + checksumOf(body);
}

/** Whether a text can be a key at all; mistyped and invented ones cost no look-up. */
export function isApiKey(text: string): boolean {
  return KEY_PATTERN.test(text) && checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH);
}

/** The beginning of a key, as lists show it. */
export function shownPartOf(key: string): string {
  return key.slice(0, SHOWN_LENGTH);
}

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}

function randomText(length: number): string {
  let text = '';
  // Bytes above the last multiple of 62 are thrown away, so that every character is equally likely.
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}
