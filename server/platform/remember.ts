/** Small answers of the engine that every visit asks for, kept until the engine was given something new. */
import { serialize } from 'node:v8';

/** Answers kept at once; all are forgotten when there are more. */
const KEPT_MAX = 200;

/** `question` is all that the answer depends on beside the store, in values of any kind. */
export type Remember = <T>(
  question: unknown,
  load: () => Promise<T>,
  worthKeeping?: (answer: T) => boolean,
) => Promise<T>;

/**
 * Makes a memory for answers that depend on nothing but their question and what the engine holds.
 * @param version a number that changes with what the engine holds; undefined while it is changing, when nothing is kept
 */
export function rememberWhile(version: () => number | undefined): Remember {
  let kept = new Map<string, unknown>();
  let keptOf: number | undefined;
  return async <T>(question: unknown, load: () => Promise<T>, worthKeeping: (answer: T) => boolean = () => true) => {
    const before = version();
    if (before === undefined) return await load();
    // Not JSON: words that are searched travel as bigints, which it refuses.
    const key = serialize(question).toString('latin1');
    if (keptOf !== before) kept = new Map();
    keptOf = before;
    if (kept.has(key)) return kept.get(key) as T;
    const answer = await load();
    if (version() === before && keptOf === before && worthKeeping(answer)) {
      if (kept.size >= KEPT_MAX) kept.clear();
      kept.set(key, answer);
    }
    return answer;
  };
}
