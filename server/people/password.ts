/** Passwords: argon2id, and which ones are too easy to guess. Nothing is asked of the network. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 40 ms. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const HASH_BYTES = 32;
const SALT_BYTES = 16;

const derive = promisify(argon2);

/** The hash of a password in the PHC string format. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await deriveHash(password, salt, { memory: MEMORY_KIB, passes: PASSES, lanes: LANES });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether `password` is the one that was hashed. False for a text that is no hash of ours. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([^$]+)\$([^$]+)$/.exec(hash);
  if (!parts) return false;
  const [, memory, passes, lanes, salt, expected] = parts as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const want = Buffer.from(expected, 'base64');
  const cost = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const got = await deriveHash(password, Buffer.from(salt, 'base64'), cost);
  return want.length === got.length && timingSafeEqual(want, got);
}

async function deriveHash(password: string, salt: Buffer, cost: { memory: number; passes: number; lanes: number }) {
  return await derive('argon2id', {
    // The same characters typed on another system must give the same bytes.
    message: password.normalize('NFKC'),
    nonce: salt,
    parallelism: cost.lanes,
    tagLength: HASH_BYTES,
    memory: cost.memory,
    passes: cost.passes,
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 256;
/** Fewer different characters than this are guessed at once, whatever the length. */
const DISTINCT_MIN = 5;
/** A run along a row of keys or the alphabet counts from this length. */
const RUN_LENGTH_MIN = 3;
/** Two common words and any digits between them are within reach of a guesser; three words in a row are not looked up. */
const COMMON_WORDS_MAX = 2;

const WORDS = new Set(
  readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8')
    .split(/\s+/)
    .filter(Boolean),
);
const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop']
  .concat(['azertyuiop', 'yxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', '1q2w3e4r5t6y7u8i9o0p', 'q1w2e3r4t5y6u7i8o9p0'])
  .flatMap((row) => [row, [...row].reverse().join('')]);
const LEET: Record<string, string> = { '@': 'a', 4: 'a', 3: 'e', 1: 'i', '!': 'i', 0: 'o', $: 's', 5: 's', 7: 't' };

/**
 * Why a password is refused, as a sentence for its owner, or undefined when it is good. `about` are words that name
 * the owner (name, e-mail), which nobody should build a password from.
 *
 * The most common breached passwords of 12 characters and more are made of few parts: one or two common words, often
 * with letters swapped for digits, runs along the keyboard, repeats and digits. So the list holds the parts, and a
 * password that falls apart into them is refused, which covers each listed word with every such ending.
 */
export function passwordFault(password: string, about: readonly string[] = []): string | undefined {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH_MIN) return `Use at least ${PASSWORD_LENGTH_MIN} characters.`;
  if (length > PASSWORD_LENGTH_MAX) return `Use at most ${PASSWORD_LENGTH_MAX} characters.`;
  const lower = password.normalize('NFKC').toLowerCase();
  const own = about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length > 2);
  if (new Set(lower).size < DISTINCT_MIN || isGuessable(lower, new Set(own))) {
    return 'This password is among those tried first. Use several unrelated words, or a password manager.';
  }
  return undefined;
}

function isGuessable(lower: string, own: ReadonlySet<string>): boolean {
  const letters = [...lower].map((character) => LEET[character] ?? character).join('');
  return [lower, letters].some((text) => commonWordsIn(text, lower, own) <= COMMON_WORDS_MAX);
}

/**
 * The fewest common words into which `text` falls apart, where digits, marks, keyboard runs and repeats are free;
 * Infinity when something else is left over. `plain` is the same text before letters were put in for digits.
 */
function commonWordsIn(text: string, plain: string, own: ReadonlySet<string>): number {
  const fewest = new Array<number>(text.length + 1).fill(Number.POSITIVE_INFINITY);
  fewest[0] = 0;
  const reach = (end: number, words: number) => {
    fewest[end] = Math.min(fewest[end] ?? words, words);
  };
  for (let start = 0; start < text.length; start++) {
    const words = fewest[start] as number;
    if (words === Number.POSITIVE_INFINITY) continue;
    if (!/\p{L}/u.test(plain.charAt(start))) reach(start + 1, words);
    for (let end = start + 1; end <= text.length; end++) {
      const part = text.slice(start, end);
      if (WORDS.has(part) || own.has(part)) {
        // The same word again adds nothing to guess.
        const repeated = text.slice(0, start).endsWith(part);
        reach(end, words + (repeated ? 0 : 1));
      } else if (part.length >= RUN_LENGTH_MIN && (isRun(plain.slice(start, end)) || isRepeat(part))) reach(end, words);
    }
  }
  return fewest[text.length] as number;
}

function isRun(part: string): boolean {
  return ROWS.some((row) => row.includes(part));
}

function isRepeat(part: string): boolean {
  return /^(.{1,3})\1+$/.test(part) || /^(.)\1+$/.test(part);
}
