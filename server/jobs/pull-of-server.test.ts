import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { answerPulls } from './pull-of-server.ts';

/** A job's thread that has the server pull twice and then says so. */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData).then(async ({ pullOfServer }) => {
    const pull = pullOfServer(parentPort);
    await pull.fresh();
    await pull.fresh();
    parentPort.postMessage('went on');
    parentPort.close();
  });`;

test('a thread goes on when the server has pulled, each time it asks', { timeout: 20_000 }, async () => {
  const worker = new Worker(THREAD, { eval: true, workerData: new URL('./pull-of-server.ts', import.meta.url).href });
  const said: unknown[] = [];
  worker.on('message', (message) => void said.push(message));
  let pulls = 0;
  answerPulls(worker, {
    async fresh() {
      await sleep(50);
      pulls += 1;
      assert.ok(!said.includes('went on'));
      return new Date();
    },
  });
  await once(worker, 'exit');
  assert.equal(pulls, 2);
  assert.equal(said.at(-1), 'went on');
});
