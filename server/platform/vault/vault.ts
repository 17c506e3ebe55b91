import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { hmacSha256 } from './hmac.ts';
import { randomPool } from './random-pool.ts';
import { PREFIX_LETTERS_MIN, prefixes, searchWords } from './search-words.ts';
import { type SipKey, siphash64, sipKey } from './siphash.ts';

/** Plain key bytes, so that they can be posted to a worker thread; `Secrets` fits as it is. */
export type VaultKeys = { keks: readonly { epoch: number; key: Uint8Array }[]; indexKey: Uint8Array };

/** Where a sealed record belongs; a record moved to another table, client or person does not open. */
export type RecordAddress = { table: string; client: string; person: string };

export type Vault = ReturnType<typeof vault>;

export const SALT_BYTES = 32;
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Version byte and epoch. */
const HEADER_BYTES = 3;
const BLIND_INDEX_BYTES = 16;
const SIP_KEY_BYTES = 16;
const CLIENT_CACHE_MAX = 10_000;

type ClientKeys = { index: ReturnType<typeof hmacSha256>; token: SipKey; record: SipKey };

/**
 * Seals personal records and makes them searchable without showing them. No I/O; fit for worker threads.
 *
 * A person's key is HMAC-SHA-256 of the epoch's key-encryption key over the person's random salt: deleting the salt
 * shreds everything sealed for the person. A sealed record is: version (1 byte), key epoch (2 bytes, big-endian),
 * IV (12), AES-256-GCM ciphertext, tag (16), authenticated with `table|client|person|epoch`.
 * Blind indexes and tokens show which rows of one client share a value, and nothing across clients.
 */
export function vault(keys: VaultKeys) {
  const keks = new Map(keys.keks.map(({ epoch, key }) => [epoch, hmacSha256(key)]));
  if (keks.size === 0) throw new Error('A vault needs at least one key-encryption key.');
  const currentEpoch = Math.max(...keks.keys());
  const indexMaster = hmacSha256(keys.indexKey);
  const nextIv = randomPool(IV_BYTES, 1024);
  const nextSalt = randomPool(SALT_BYTES, 256);
  const clients = new Map<string, ClientKeys>();
  let last: { epoch: number; salt: Uint8Array; key: KeyObject } | undefined;
  // Words have at most 8 letters of at most 4 bytes each, keyed values mostly fewer than a hundred.
  const wordBytes = Buffer.allocUnsafeSlow(384);

  return {
    /** The epoch that new records are sealed under. */
    currentEpoch,

    /** 32 random bytes for a new person's row. */
    newSalt(): Buffer {
      return nextSalt();
    },

    seal,
    open,

    /** The epoch a sealed record was sealed under. */
    epochOf,

    /** The record sealed anew under the current epoch, or null when it already is; the salt stays. */
    rotate(address: RecordAddress, salt: Uint8Array, sealed: Uint8Array): Buffer | null {
      if (epochOf(sealed) === currentEpoch) return null;
      return seal(address, salt, currentEpoch, open(address, salt, sealed));
    },

    /**
     * 16 bytes that are equal for equal values of one kind (`email`, `phone`, …) and client. The caller normalises
     * the value first.
     */
    blindIndex(clientId: string, kind: string, value: string): Buffer {
      return keysOf(clientId).index(`${kind}\0${value}`, BLIND_INDEX_BYTES);
    },

    /**
     * 63 bits that are equal for equal values of one kind (`visitor`, `device`, `ip`, `net`, `click`, `text`) and client:
     * what is grouped and joined in both stores. The caller normalises the value first.
     */
    key63(clientId: string, kind: string, value: string): bigint {
      const text = `${kind}\0${value}`;
      const key = keysOf(clientId).record;
      // A letter takes at most three bytes of UTF-8 per unit of JavaScript's strings.
      if (text.length * 3 <= wordBytes.length) return tokenOf(key, text);
      return BigInt.asUintN(63, siphash64(key, Buffer.from(text)));
    },

    /** Tokens (0 to 2^63 - 1, fit for `bigint[]`) of every word of the texts and its beginnings of 3 to 8 letters. */
    tokens(clientId: string, texts: readonly string[]): bigint[] {
      const key = keysOf(clientId).token;
      const pieces = new Set<string>();
      for (const text of texts) {
        for (const word of searchWords(text)) for (const prefix of prefixes(word)) pieces.add(prefix);
      }
      return Array.from(pieces, (piece) => tokenOf(key, piece));
    },

    /**
     * Tokens that a record must all have to match what was typed; none means that nothing searchable was typed. Words
     * count by their first 8 letters, and words of 1 or 2 letters only when there is no longer one.
     */
    queryTokens(clientId: string, text: string): bigint[] {
      const key = keysOf(clientId).token;
      const words = [...new Set(searchWords(text))];
      const long = words.filter((word) => [...word].length >= PREFIX_LETTERS_MIN);
      return (long.length > 0 ? long : words).map((word) => tokenOf(key, word));
    },
  };

  /** Seals bytes for one person under an epoch. */
  function seal(address: RecordAddress, salt: Uint8Array, epoch: number, bytes: Uint8Array): Buffer {
    const iv = nextIv();
    const options = { authTagLength: TAG_BYTES };
    const cipher = createCipheriv('aes-256-gcm', personKey(epoch, salt), iv, options);
    cipher.setAAD(aad(address, epoch));
    const sealed = Buffer.allocUnsafe(HEADER_BYTES + IV_BYTES + bytes.length + TAG_BYTES);
    sealed[0] = VERSION;
    sealed.writeUInt16BE(epoch, 1);
    iv.copy(sealed, HEADER_BYTES);
    cipher.update(bytes).copy(sealed, HEADER_BYTES + IV_BYTES);
    cipher.final();
    cipher.getAuthTag().copy(sealed, sealed.length - TAG_BYTES);
    return sealed;
  }

  /** The bytes of a sealed record; throws when a single bit, the salt or the address is not what it was sealed with. */
  function open(address: RecordAddress, salt: Uint8Array, sealed: Uint8Array): Buffer {
    const epoch = epochOf(sealed);
    const start = HEADER_BYTES + IV_BYTES;
    const end = sealed.length - TAG_BYTES;
    const iv = sealed.subarray(HEADER_BYTES, start);
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv('aes-256-gcm', personKey(epoch, salt), iv, options);
    decipher.setAAD(aad(address, epoch));
    decipher.setAuthTag(sealed.subarray(end));
    const bytes = decipher.update(sealed.subarray(start, end));
    try {
      decipher.final();
    } catch (cause) {
      throw new Error(`A sealed record of ${address.table} is damaged or belongs elsewhere.`, { cause });
    }
    return bytes;
  }

  function epochOf(sealed: Uint8Array): number {
    if (sealed.length < HEADER_BYTES + IV_BYTES + TAG_BYTES) throw new Error('A sealed record is too short.');
    if (sealed[0] !== VERSION) throw new Error(`A sealed record has the unknown version ${sealed[0]}.`);
    return (sealed[1]! << 8) | sealed[2]!;
  }

  /** The key of the last person is kept: a lead and its evidence are sealed one after the other. */
  function personKey(epoch: number, salt: Uint8Array): KeyObject {
    if (last?.salt === salt && last.epoch === epoch) return last.key;
    const kek = keks.get(epoch);
    if (!kek) throw new Error(`The key of epoch ${epoch} is not here.`);
    if (salt.length !== SALT_BYTES) throw new Error(`A salt has ${SALT_BYTES} bytes, not ${salt.length}.`);
    // A key object, since a cipher set up from raw bytes costs more than twice as much.
    const key = createSecretKey(kek(salt));
    last = { epoch, salt, key };
    return key;
  }

  function tokenOf(key: SipKey, word: string): bigint {
    return BigInt.asUintN(63, siphash64(key, wordBytes, wordBytes.write(word, 'utf8')));
  }

  function keysOf(clientId: string): ClientKeys {
    let found = clients.get(clientId);
    if (!found) {
      const derive = (use: string, bytes?: number) => indexMaster(`${use}|${clientId}`, bytes);
      found = {
        index: hmacSha256(derive('blind-index')),
        token: sipKey(derive('search-token', SIP_KEY_BYTES)),
        record: sipKey(derive('record-key', SIP_KEY_BYTES)),
      };
      if (clients.size >= CLIENT_CACHE_MAX) clients.clear();
      clients.set(clientId, found);
    }
    return found;
  }
}

function aad({ table, client, person }: RecordAddress, epoch: number): Buffer {
  const text = `${table}|${client}|${person}|${epoch}`;
  // A separator inside a part would let two addresses read the same.
  if (text.split('|', 5).length !== 4) throw new Error('No part of a record address may contain "|".');
  return Buffer.from(text);
}
