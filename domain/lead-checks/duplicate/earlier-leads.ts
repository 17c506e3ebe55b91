/**
 * Finds for each lead of a file the nearest earlier one with the same e-mail address or phone number: what the store
 * finds through its indexes, for a file that is never stored. Memory: about 60 bytes a row.
 */
import type { PreparedLead } from '../check.ts';

/** By what exact duplicates are found; undefined where the lead has no such value. */
export interface DuplicateKeys {
  email: string | undefined;
  phone: string | undefined;
}

/** Canonical e-mail address; E.164 phone number where its length fits the numbering plan. */
export function duplicateKeys({ email, phone }: Pick<PreparedLead, 'email' | 'phone'>): DuplicateKeys {
  return { email: email?.canonical, phone: phone?.possible ? phone.e164 : undefined };
}

export interface FileLead extends DuplicateKeys {
  /** Milliseconds since 1970. */
  createdAt: number;
  /** The sender's own id; two rows with the same one are deliveries of one lead and no duplicates of each other. */
  externalId: string | undefined;
}

/** The places (as given out by `add`) of the nearest earlier leads. */
export interface EarlierPlaces {
  email: number | undefined;
  phone: number | undefined;
}

const NONE = -1;

/** Add every lead in the order of the file, then ask. Order of leads: time, then place in the file. */
export function earlierLeads() {
  const keys = { email: hashColumn(), phone: hashColumn() };
  const ids = hashColumn();
  let times = new Float64Array(1024);
  let count = 0;
  return {
    /** Returns the lead's place, from 0. */
    add({ email, phone, createdAt, externalId }: FileLead): number {
      if (count === times.length) times = doubled(times);
      times[count] = createdAt;
      keys.email.add(email);
      keys.phone.add(phone);
      ids.add(externalId);
      return count++;
    },

    /** Sorts once; afterwards each question is two look-ups. */
    finish(): (place: number) => EarlierPlaces {
      const email = nearestEarlier(keys.email, ids, times, count);
      const phone = nearestEarlier(keys.phone, ids, times, count);
      const found = (places: Int32Array, place: number) => {
        const earlier = places[place] ?? NONE;
        return earlier === NONE ? undefined : earlier;
      };
      return (place) => ({ email: found(email, place), phone: found(phone, place) });
    },
  };
}

type HashColumn = ReturnType<typeof hashColumn>;

/** Sorting by key, time and place puts the nearest earlier lead right before each lead. */
function nearestEarlier(keys: HashColumn, ids: HashColumn, times: Float64Array, count: number): Int32Array {
  const keyed = Uint32Array.from(
    (function* () {
      for (let place = 0; place < count; place++) if (keys.has(place)) yield place;
    })(),
  );
  keyed.sort((a, b) => keys.compare(a, b) || times[a]! - times[b]! || a - b);
  const earlier = new Int32Array(count).fill(NONE);
  for (let index = 1; index < keyed.length; index++) {
    const place = keyed[index]!;
    let back = index - 1;
    const sameKey = () => back >= 0 && keys.compare(keyed[back]!, place) === 0;
    while (sameKey() && ids.has(place) && ids.compare(keyed[back]!, place) === 0) back--;
    if (sameKey()) earlier[place] = keyed[back]!;
  }
  return earlier;
}

/**
 * Texts by 64 bits of hash each, since a million of them would take too much memory: two different keys of a file of a
 * million rows meet with a chance of 1 in 30 million. 0 stands for no text.
 */
function hashColumn() {
  let high = new Uint32Array(1024);
  let low = new Uint32Array(1024);
  let count = 0;
  return {
    add(text: string | undefined): void {
      if (count === high.length) {
        high = doubled(high);
        low = doubled(low);
      }
      if (text !== undefined) [high[count], low[count]] = hash64(text);
      count++;
    },
    has: (place: number) => high[place] !== 0 || low[place] !== 0,
    compare: (a: number, b: number) => high[a]! - high[b]! || low[a]! - low[b]!,
  };
}

/** Two 32-bit lanes of multiply and rotate, finished as in MurmurHash3 (Appleby, 2011); never 0 in both. */
function hash64(text: string): [number, number] {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0xcc9e2d51);
    a = (a << 15) | (a >>> 17);
    b = Math.imul(b ^ unit, 0x1b873593);
    b = (b << 13) | (b >>> 19);
  }
  const first = finished(a ^ text.length);
  return [first, finished(b ^ first) || 1];
}

function finished(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function doubled<Numbers extends Uint32Array | Float64Array>(numbers: Numbers): Numbers {
  const larger = new (numbers.constructor as new (length: number) => Numbers)(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
