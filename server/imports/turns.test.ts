import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { newTurns, openTurns, Stopped } from './turns.ts';

/** A thread with nothing to do but to wait for chunk 1's turn; says how its waiting ended. */
const WAITING = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.module).then(async ({ openTurns }) => {
    parentPort.postMessage('waits');
    await openTurns(workerData.turns).comes(1);
    parentPort.postMessage('its turn');
  });`;

test('a thread that waits for its turn lives until it comes, even with nothing else to do', async () => {
  const turns = newTurns();
  const module = new URL('./turns.ts', import.meta.url).href;
  const worker = new Worker(WAITING, { eval: true, workerData: { turns, module } });
  const said: string[] = [];
  const ended = once(worker, 'exit');
  worker.on('message', (message: string) => said.push(message));
  await once(worker, 'message');
  await sleep(200);
  openTurns(turns).done(0);
  await ended;
  assert.deepEqual(said, ['waits', 'its turn']);
});

test('a thread that gives up ends the waiting of the others', async () => {
  const turns = newTurns();
  const waiting = openTurns(turns).comes(3);
  openTurns(turns).stop();
  await assert.rejects(waiting, Stopped);
});
