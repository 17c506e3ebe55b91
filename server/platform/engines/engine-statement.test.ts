import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STATEMENT_BYTES, sessionArguments } from './engine-settings.ts';
import { insertFromFile, readStatement } from './engine-statement.ts';

test('questions go to the readers, everything else to the writer', () => {
  for (const sql of [
    'select 1',
    '  -- why\n/* how */ WITH 1 as a SELECT a',
    '(select 1) union all (select 2)',
    'DESC t',
  ]) {
    assert.equal(readStatement(sql).lane, 'read', sql);
  }
  for (const sql of ['insert into t select 1', 'ALTER TABLE t DELETE WHERE a', 'set a = 1', 'optimize table t final']) {
    assert.equal(readStatement(sql).lane, 'change', sql);
  }
});

test('the format is the one at the end, and not one in a string, a name or a comment', () => {
  assert.equal(readStatement('select 1\nFORMAT JSONEachRow').format, 'JSONEachRow');
  assert.equal(readStatement('select 1 format CSV ; -- FORMAT TSV').format, 'CSV');
  assert.equal(readStatement(`select 'it''s FORMAT CSV'`).format, undefined);
  assert.equal(readStatement('select `x FORMAT CSV`').format, undefined);
});

test('a second statement and an empty one are refused, as a ClickHouse server refuses them', () => {
  assert.throws(() => readStatement('select 1; drop table t'), { code: 62 });
  assert.throws(() => readStatement(`select '\\'; select 2'; select 3`), { code: 62 });
  assert.throws(() => readStatement(' -- nothing\n'), { code: 62 });
  readStatement(`select ';' -- ; select 2\n;`);
  readStatement(`insert into t values ('a;b'); `);
});

test('an insert of sent rows is pointed at their file, before its settings', () => {
  const from = `FROM INFILE '/x/y' COMPRESSION 'none'`;
  assert.equal(
    insertFromFile('INSERT INTO a.t (x, `FORMAT CSV`) FORMAT JSONEachRow\n', '/x/y'),
    `INSERT INTO a.t (x, \`FORMAT CSV\`) ${from} FORMAT JSONEachRow\n`,
  );
  assert.equal(
    insertFromFile('insert into t settings insert_deduplicate=0 format RowBinary', '/x/y'),
    `insert into t ${from} settings insert_deduplicate=0 format RowBinary`,
  );
  assert.equal(insertFromFile('insert into t select 1', '/x/y'), undefined);
  assert.equal(insertFromFile('select 1 format CSV', '/x/y'), undefined);
});

test('a request may lower a limit and never raise it, and readers cannot write', () => {
  const reading = (name: string, value: string) => sessionArguments('read', new Map([[name, value]]));
  assert.ok(reading('max_execution_time', '2').includes('--max_execution_time=2'));
  assert.ok(reading('max_execution_time', '600').includes('--max_execution_time=30'));
  assert.ok(reading('max_memory_usage', '0').includes('--max_memory_usage=1500000000'));
  assert.ok(reading('final', '1').includes(`--max_query_size=${STATEMENT_BYTES}`));
  assert.equal(reading('final', '1').at(-1), '--readonly=1');
  assert.ok(!sessionArguments('change', new Map()).includes('--readonly=1'));
  assert.ok(sessionArguments('change', new Map([['max_execution_time', '600']])).includes('--max_execution_time=600'));
});

test('a setting that is not on the list is refused, also one that would undo a limit', () => {
  for (const name of ['readonly', 'max_query_size', 'log_queries', 'nonsense', 'max_server_memory_usage', 'path']) {
    assert.throws(() => sessionArguments('read', new Map([[name, '0']])), { code: 452 }, name);
  }
  assert.throws(() => sessionArguments('read', new Map([['max_threads', 'many']])), { code: 36 });
  assert.throws(() => sessionArguments('read', new Map([['session_timezone', 'UTC\0--path=/']])), { code: 36 });
});
