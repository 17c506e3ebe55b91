import assert from 'node:assert/strict';
import { test } from 'node:test';
import { creditShares } from './credit-shares.ts';

const touch = (at: string, kind: string, linear: number) => ({
  at,
  kind,
  channel: '',
  source: '',
  campaign: '',
  creative: '',
  credits: { linear },
});

test('parts go to the steps of the same second and kind, each once', () => {
  const steps = [
    { id: 'a', at: '2026-11-01T10:00:00.400Z', kind: 'click' as const },
    { id: 'b', at: '2026-11-01T10:00:00.900Z', kind: 'click' as const },
    { at: '2026-11-01T10:00:00.900Z', kind: 'lead' as const },
    { id: 'c', at: '2026-11-02T10:00:00Z', kind: 'view' as const },
  ];
  const touches = [touch('2026-11-01T10:00:00.000Z', 'click', 0.25), touch('2026-11-01T10:00:00.000Z', 'click', 0.75)];
  assert.deepEqual(
    [...creditShares(touches, steps, 'linear')],
    [
      ['a', 0.25],
      ['b', 0.75],
    ],
  );
  assert.deepEqual([...creditShares(touches, steps, 'markov').values()], [0, 0]);
});
