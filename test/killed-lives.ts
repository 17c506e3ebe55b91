/** A server that is killed at random moments, life after life, while it works. Tests only. */
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../demo/random.ts';
import { type ServerProcess, startProcess } from './installation.ts';
import type { Beacon } from './moving-server.ts';

/** A life lasts up to so many times as long as its start took. */
const LIFE_PER_START = 1;
/** A step of the work that was killed so often lives on to its end, so that slow machines come as far as fast ones. */
const KILLS_PER_STEP = 4;
/** The step after that is killed within so many milliseconds. */
const NEXT_STEP_MS = 400;
/** One kill in so many comes while the server starts. */
const KILLS_PER_EARLY_ONE = 5;

export interface KilledServer {
  seed: number;
  /** The life of the moment. */
  server: ServerProcess;
  killsLeft: number;
  /** What is under way, and how many such steps there were before. */
  work: 'import' | 'audit' | 'nothing';
  step: number;
}

/** Says that a step of the work begins. */
export function begin(state: KilledServer, work: KilledServer['work']): void {
  state.work = work;
  state.step += 1;
}

/** Kills life after life until no kill is left; nothing disturbs the last. Says how long each start took. */
export async function liveAndDie(dataDir: string, state: KilledServer, address: Beacon) {
  const random = seededRandom(`${state.seed}/kills`);
  const startMs: number[] = [];
  const killedDuring = { start: 0, import: 0, audit: 0, nothing: 0 };
  const killsIn = new Map<number, number>();
  for (; state.killsLeft > 0; state.killsLeft -= 1) {
    const { step } = state;
    if ((killsIn.get(step) ?? 0) < KILLS_PER_STEP) {
      await sleep(random.unit() * LIFE_PER_START * state.server.startMs);
    } else {
      while (state.step === step && state.killsLeft > 0) await sleep(10);
      await sleep(random.unit() * NEXT_STEP_MS);
    }
    killedDuring[state.work] += 1;
    killsIn.set(state.step, (killsIn.get(state.step) ?? 0) + 1);
    address.gone();
    await state.server.end('SIGKILL');
    if (state.killsLeft % KILLS_PER_EARLY_ONE === 0 && state.killsLeft > 1) {
      const starting = startProcess(dataDir);
      await sleep(random.unit() * state.server.startMs);
      killedDuring.start += 1;
      await starting.end('SIGKILL');
      state.killsLeft -= 1;
    }
    state.server = await startProcess(dataDir).ready;
    startMs.push(state.server.startMs);
    address.at(state.server.url);
  }
  return { startMs, killedDuring };
}
