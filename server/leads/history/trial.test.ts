import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FRAUD_KINDS } from '../../../demo/injected/base.ts';
import { type TestWorld, testWorld } from '../test-world.ts';
import { runTrial, STATUSES } from './test-trial.ts';

let world: TestWorld;
before(async () => {
  world = await testWorld(() => undefined);
});
after(async () => await world.close());

test('of injected frauds nine in ten are found, hardly anybody else is accused, and a clean world stays clean', async () => {
  const { confusion } = await runTrial(world, { seed: 4, count: 3000, rate: 0.08 });
  const caught = FRAUD_KINDS.reduce((sum, kind) => sum + confusion[kind].signed, 0);
  const all = FRAUD_KINDS.reduce(
    (sum, kind) => sum + STATUSES.reduce((n, status) => n + confusion[kind][status], 0),
    0,
  );
  assert.ok(all > 200);
  assert.ok(caught / all >= 0.9, `recall ${caught / all}`);
  assert.ok(caught / (caught + confusion.honest.signed) >= 0.97, `${confusion.honest.signed} accused`);
  const clean = (await runTrial(world, { seed: 4, count: 3000, rate: 0 })).confusion.honest;
  assert.ok(
    clean.signed / STATUSES.reduce((sum, status) => sum + clean[status], 0) <= 0.002,
    `${clean.signed} accused`,
  );
});
