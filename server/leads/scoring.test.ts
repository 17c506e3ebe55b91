import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RuleSet, Scoring, ScoringPreview } from '#contract/scoring.ts';
import { DEFAULT_RULES } from '#domain/lead-score/default-rules.ts';
import { findJob } from '../jobs/queries.ts';
import { inScope } from '../platform/db.ts';
import { createLog } from '../platform/log.ts';
import { runAudit } from './audit-job.ts';
import { scoringRoutes } from './scoring-routes.ts';
import { personWith, TEST_NOW, type TestWorld, testWorld } from './test-world.ts';

let world: TestWorld;
let mine: string;
let ids: string[];

/** 100 points for a lead whose e-mail is well formed, nothing else counts. */
const EMAIL_ONLY: RuleSet = {
  groups: [{ id: 'all', label: 'All', cap: 100 }],
  rules: [
    {
      id: 'email',
      group: 'all',
      label: 'E-mail',
      points: 100,
      when: [{ kind: 'check', check: 'E01_SYNTAX', outcome: 'passed' }],
    },
    {
      id: 'again',
      group: 'all',
      label: 'Seen before',
      points: -30,
      when: [{ kind: 'check', check: 'X01_EXACT_DUP', outcome: 'failed' }],
    },
  ],
};

before(async () => {
  world = await testWorld(scoringRoutes);
  mine = await world.client();
  ids = await world.store(mine, [
    {
      email: 'anna@posteo.de',
      name: 'Anna Berg',
      source: 'Google',
      created_at: new Date(TEST_NOW - 3_600_000).toISOString(),
    },
    {
      email: 'anna@posteo.de',
      name: 'Anna Berg',
      source: 'Google',
      created_at: new Date(TEST_NOW - 1_800_000).toISOString(),
    },
    {
      email: 'no address',
      phone: '030 901820',
      name: 'Ben Tal',
      source: 'Google',
      created_at: new Date(TEST_NOW - 900_000).toISOString(),
    },
  ]);
});
after(async () => await world.close());

async function ask<T>(method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, status = 200): Promise<T> {
  const url = `/api/v1/clients/${mine}/scoring${path}`;
  const reply = await world.app.inject({ method, url, ...(payload ? { payload } : {}) });
  assert.equal(reply.statusCode, status, reply.body);
  return reply.json();
}
const scores = async () => {
  const { rows } = await world.database.owner.query<{ id: string; score: number }>(
    'select id, quality_score::float8 as score from lead where client_id = $1',
    [mine],
  );
  const byId = new Map(rows.map(({ id, score }) => [id, score]));
  return ids.map((id) => byId.get(id));
};

test('a client starts with the default rules and sees every check they may ask about', async () => {
  world.actAs(personWith('read_only', [mine]));
  const scoring = await ask<Scoring>('GET', '');
  assert.deepEqual([scoring.version, scoring.default], [0, true]);
  assert.deepEqual(scoring.rules, DEFAULT_RULES);
  const asked = DEFAULT_RULES.rules.flatMap(({ when }) =>
    when.flatMap((condition) => (condition.kind === 'check' ? condition.check : [])),
  );
  const known = new Set(scoring.checks.map(({ id }) => id));
  assert.deepEqual(
    asked.filter((id) => !known.has(id)),
    [],
  );
});

test('a preview scores the leads as a save would, and stores nothing', async () => {
  world.actAs(personWith('analyst', [mine]));
  const before = await scores();
  const preview = await ask<ScoringPreview>('POST', '/preview', EMAIL_ONLY);
  assert.equal(preview.leads, 3);
  const after = new Map(preview.examples.map((example) => [example.id, example]));
  assert.deepEqual(
    ids.map((id) => after.get(id)?.after),
    [100, 70, 0],
  );
  assert.deepEqual(
    ids.map((id) => after.get(id)?.before),
    before,
  );
  assert.equal(preview.mean_after?.toFixed(2), '56.67');
  assert.deepEqual(await scores(), before);
  const same = await ask<ScoringPreview>('POST', '/preview', DEFAULT_RULES);
  assert.deepEqual([same.unchanged, same.moved_up, same.moved_down], [3, 0, 0]);
});

test('saving makes a version, an entry in the audit log and a job that rescores; a stale edit is refused', async () => {
  world.actAs(personWith('analyst', [mine]));
  const saved = await ask<{ job: { id: string; kind: string }; version: number }>(
    'PUT',
    '',
    { rules: EMAIL_ONLY, version: 0 },
    202,
  );
  assert.deepEqual([saved.version, saved.job.kind], [1, 'rescore']);
  const scoring = await ask<Scoring>('GET', '');
  assert.deepEqual([scoring.version, scoring.default, scoring.rules], [1, false, EMAIL_ONLY]);
  await ask('PUT', '', { rules: DEFAULT_RULES, version: 0 }, 409);
  const { db, vault, clickhouse } = world.deps;
  const scope = { clients: [mine] };
  const job = await inScope(db, scope, (tx) => findJob(tx, saved.job.id));
  assert.ok(job);
  const deps = {
    pool: world.database.pool,
    db,
    vault,
    clickhouse,
    log: createLog('silent'),
    dns: false,
    ipCountries: undefined,
  };
  await runAudit({ job, db, scope, deps: { ...deps, blobs: undefined as never } });
  assert.deepEqual(await scores(), [100, 70, 0]);
  const { rows } = await world.database.owner.query(
    "select detail from audit_entry where client_id = $1 and action = 'scoring.changed'",
    [mine],
  );
  assert.deepEqual(rows, [{ detail: { version: 1, rules: 2 } }]);
});

test('who may not, unsound rules and other clients are refused', async () => {
  world.actAs(personWith('marketer', [mine]));
  await ask('PUT', '', { rules: EMAIL_ONLY }, 403);
  await ask('POST', '/preview', EMAIL_ONLY, 403);
  world.actAs(personWith('analyst', [mine]));
  const [email] = EMAIL_ONLY.rules;
  assert.ok(email);
  const unsound = {
    ...EMAIL_ONLY,
    rules: [
      { ...email, when: [{ kind: 'check', check: 'E99', outcome: 'passed' }] },
      { ...email, when: [{ kind: 'measure_below', measure: 'luck', value: 1 }] },
    ],
  };
  const problem = await ask<{ errors: { field: string }[] }>('PUT', '', { rules: unsound }, 422);
  assert.deepEqual(
    problem.errors.map(({ field }) => field),
    ['rules.1.id', 'rules.0.when.0', 'rules.1.when.0'],
  );
  await ask('PUT', '', { rules: { ...EMAIL_ONLY, groups: [{ id: 'all', label: 'All', cap: 90 }] } }, 422);
  world.actAs(personWith('analyst', [await world.client()]));
  await ask('GET', '', undefined, 404);
  await ask('PUT', '', { rules: EMAIL_ONLY }, 404);
});
