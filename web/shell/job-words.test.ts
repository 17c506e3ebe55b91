import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job } from '#contract/workspace.ts';
import { jobLine, leftOutLine, share, shownJobs, withJob } from './job-words.ts';

const job = (patch: Partial<Job>): Job => ({
  id: 'a',
  client_id: 'c',
  kind: 'import',
  state: 'running',
  title: 'leads.csv',
  done: 12_400,
  total: 50_000,
  rate: 6200,
  seconds_left: 6,
  error: null,
  result: null,
  created_at: '2026-11-20T10:00:00Z',
  finished_at: null,
  ...patch,
});

test('a running job tells its counts and the time left, or its rate when nobody knows the end', () => {
  assert.equal(jobLine(job({})), '12,400 of 50,000 · 6 s left');
  assert.equal(jobLine(job({ total: null, seconds_left: null })), '12,400 · 6.2k/s');
  assert.equal(share(job({})), 0.248);
  assert.equal(share(job({ total: null })), null);
});

test('a finished job tells its outcome', () => {
  assert.equal(
    jobLine(job({ state: 'completed', result: { stored: 49_000, rejected: 1000 } })),
    '49,000 stored, 1,000 rejected',
  );
  assert.equal(jobLine(job({ state: 'failed', error: 'Row 7: broken quote' })), 'Row 7: broken quote');
});

test('the tray keeps what runs, and what ended within the hour until it is put away', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const ended = (id: string, at: string) => job({ id, state: 'completed', finished_at: at });
  const jobs = [
    ended('old', '2026-11-20T10:30:00Z'),
    ended('new', '2026-11-20T11:30:00Z'),
    ended('seen', '2026-11-20T11:50:00Z'),
    job({ id: 'run' }),
  ];
  assert.deepEqual(
    shownJobs(jobs, ['seen'], now).map((one) => one.id),
    ['run', 'new'],
  );
  assert.deepEqual(
    withJob(jobs, job({ id: 'run', done: 5 })).map((one) => one.done),
    [12_400, 12_400, 12_400, 5],
  );
  assert.equal(withJob(jobs, job({ id: 'more' })).length, 5);
});

test('a file of conversions tells how many it holds, and how many it left out for which reason', () => {
  const result = { rows: 1, left_out: { excluded: 12, without_consent: 1200, duplicate: 0 } };
  const done = job({ kind: 'export', state: 'completed', done: 1213, result });
  assert.equal(jobLine(done), '1 conversion, ready');
  assert.equal(leftOutLine(done), 'Left out: 12 excluded by a finding, 1,200 without consent');
  assert.equal(leftOutLine(job({ kind: 'export', state: 'completed', done: 4, result: { rows: 4 } })), null);
});
