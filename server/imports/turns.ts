/** Several threads prepare chunks side by side and write them one after the other, in the order of the file. */

const TURN = 0;
const STOPPED = 1;
const LOOK_MS = 1000;

/** Another thread gave up, so nobody's turn comes any more. */
export class Stopped extends Error {}

/** The state that the threads share: whose turn it is, and whether one has given up. */
export function newTurns(): SharedArrayBuffer {
  return new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
}

export type Turns = ReturnType<typeof openTurns>;

export function openTurns(shared: SharedArrayBuffer) {
  const state = new Int32Array(shared);
  const tell = () => {
    Atomics.notify(state, TURN);
  };
  return {
    /** Resolves when chunk `number` (from 0) may be written. Rejects with `Stopped` when a thread gave up. */
    async comes(number: number): Promise<void> {
      // Waiting alone keeps no thread alive: without this, one whose connections have closed meanwhile would end here.
      const alive = setInterval(() => {}, LOOK_MS);
      try {
        for (;;) {
          if (Atomics.load(state, STOPPED) === 1) throw new Stopped();
          const turn = Atomics.load(state, TURN);
          if (turn === number) return;
          await Atomics.waitAsync(state, TURN, turn, LOOK_MS).value;
        }
      } finally {
        clearInterval(alive);
      }
    },
    /** Chunk `number` is written; the next may come. */
    done(number: number): void {
      Atomics.store(state, TURN, number + 1);
      tell();
    },
    /** Ends the waiting of all threads. */
    stop(): void {
      Atomics.store(state, STOPPED, 1);
      tell();
    },
  };
}
