import { engineError } from './engine-error.ts';

/** Lets a fixed number in at once and the rest wait their turn. */
export interface Turnstile {
  /** Resolves to the function that leaves again. Rejects when the queue is full or the signal fires while waiting. */
  enter(signal: AbortSignal): Promise<() => void>;
}

/** Longer queues mean that the engine is overrun: better to say so than to collect statements in memory. */
const QUEUE_LENGTH = 256;

export function turnstile(places: number): Turnstile {
  let free = places;
  const waiting: (() => void)[] = [];

  function leaver(): () => void {
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    };
  }

  return {
    async enter(signal) {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return leaver();
      }
      if (waiting.length >= QUEUE_LENGTH) {
        throw engineError('TOO_MANY_SIMULTANEOUS_QUERIES', `Too many statements wait: ${QUEUE_LENGTH}`);
      }
      return new Promise((resolve, reject) => {
        const start = () => {
          signal.removeEventListener('abort', giveUp);
          resolve(leaver());
        };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(start), 1);
          reject(signal.reason);
        };
        waiting.push(start);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
}
