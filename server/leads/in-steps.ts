/** Work of the processor alone that is cut into steps, for those who cannot keep their thread to themselves so long. */
import { setImmediate as others } from 'node:timers/promises';

/** Does all steps without a break. */
export function atOnce<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Lets what waits for the thread, such as an answer of a database, go on between any two steps. */
export async function inSteps<Result>(work: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await others();
  }
}
