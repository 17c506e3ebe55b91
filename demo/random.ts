/**
 * A seeded generator of pseudo-random numbers, so that the demo world is the same on every machine.
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021),
 * its state filled from the seed by the 32-bit finaliser of MurmurHash3.
 */

export interface Random {
  /** Uniform integer in 0 … 2^32 - 1. */
  uint32(): number;
  /** Uniform in [0, 1). */
  unit(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items, all alike likely. */
  pick<T>(items: readonly T[]): T;
  /** Standard normal deviate (Box and Muller 1958). */
  normal(): number;
}

/** Makes a generator; the same seed gives the same numbers in the same order. */
export function seededRandom(seed: string | number): Random {
  const start = hash32(String(seed));
  let a = mix32(start + 0x9e3779b9);
  let b = mix32(start + 0x3c6ef372);
  let c = mix32(start + 0xdaa66d2b);
  let d = mix32(start + 0x78dde6e4) | 1;

  function uint32(): number {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  }
  const unit = () => uint32() / 4294967296;
  const below = (bound: number) => Math.floor(unit() * bound);
  return {
    uint32,
    unit,
    below,
    chance: (probability) => unit() < probability,
    pick<T>(items: readonly T[]): T {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  };
}

/** Finaliser of MurmurHash3: a permutation of the 32-bit integers, so different inputs give different outputs. */
export function mix32(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 units, finished by `mix32`: 32 bits from a text. */
export function hash32(text: string): number {
  let bits = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193);
  return mix32(bits);
}

/** Draws an index with probability proportional to its weight, in constant time (alias method, Walker 1977, Vose 1991). */
export function weightedIndex(weights: readonly number[]): (random: Random) => number {
  const size = weights.length;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const share = weights.map((weight) => (weight * size) / sum);
  const alias = share.map((_, index) => index);
  const small = share.flatMap((value, index) => (value < 1 ? [index] : []));
  const large = share.flatMap((value, index) => (value < 1 ? [] : [index]));
  while (small.length > 0 && large.length > 0) {
    const low = small.pop()!;
    const high = large.pop()!;
    alias[low] = high;
    share[high] = share[high]! - (1 - share[low]!);
    (share[high] < 1 ? small : large).push(high);
  }
  // What is left over differs from 1 by rounding only.
  for (const index of [...small, ...large]) share[index] = 1;
  return (random) => {
    const index = random.below(size);
    return random.unit() < share[index]! ? index : alias[index]!;
  };
}

/** As `weightedIndex`, over pairs of item and weight. */
export function weightedPick<T>(pairs: readonly (readonly [T, number])[]): (random: Random) => T {
  const index = weightedIndex(pairs.map(([, weight]) => weight));
  const items = pairs.map(([item]) => item);
  return (random) => items[index(random)]!;
}
