/** The database as the server's role finds it: read from the catalogue, so that a new table cannot be forgotten. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { prepareQueue } from './queue.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

/** What the server may do less than everything; `x` stands for a right on some columns only. */
const RIGHTS: Record<string, string> = {
  installation: 'select',
  client: 'insert select update',
  job: 'insert select update',
  scoring_rule_set: 'insert select',
  prediction_model: 'insert select update',
  engagement_rule_set: 'insert select',
  collect_site: 'insert select update',
  check_catalogue: 'insert select',
  lead_event: 'delete insert select',
  lead_tombstone: 'insert select',
  lead_key: 'delete insert select',
  linkage_model: 'insert select',
  segment_version: 'delete insert select',
  touchpoint_tombstone: 'insert select',
  finding_decision: 'insert select update',
  lead_mark: 'insert select update',
  audit_epoch: 'select',
  audit_entry: 'insert(some) select',
  audit_position: 'insert select',
  audit_head: 'insert select',
  invitation: 'insert select update',
  api_key: 'insert select update',
  migration: '',
};
const ALL = 'delete insert select update';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
  await prepareQueue(database.ownerUrl);
});
after(async () => await database.close());

async function rows<T>(text: string): Promise<T[]> {
  const result = await database.owner.query(text);
  return result.rows as T[];
}

const OF_CLIENTS = `select c.oid, c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
    and (c.relname = 'client' or exists (select from pg_attribute a
      where a.attrelid = c.oid and a.attname = 'client_id' and not a.attisdropped))`;

interface Table {
  oid: number;
  name: string;
  enabled: boolean;
  forced: boolean;
}

test('every table with a client_id has forced row security with a policy for what is read and what is written', async () => {
  const tables = await rows<Table>(OF_CLIENTS);
  assert.ok(tables.length >= 15, `only ${tables.length} tables found`);
  const policies = await rows<{ oid: number; command: string; reads: string | null; writes: string | null }>(
    `select polrelid as oid, polcmd as command, pg_get_expr(polqual, polrelid) as reads,
      pg_get_expr(polwithcheck, polrelid) as writes from pg_policy
      where polroles = '{0}' or 'assay_app'::regrole = any (polroles)`,
  );
  for (const { oid, name, enabled, forced } of tables) {
    assert.ok(enabled && forced, `${name} has no forced row security`);
    const own = policies.filter((policy) => policy.oid === oid);
    assert.ok(own.length > 0, `${name} has no policy`);
    for (const { command, reads, writes } of own) {
      const conditions = command === 'a' ? [writes] : [reads, ...(writes === null ? [] : [writes])];
      for (const text of conditions) {
        assert.match(text ?? '', /assay_clients\(\)/, `${name} has a policy that does not ask for the client: ${text}`);
      }
    }
  }
});

test('references and unique keys of client tables carry the client, so that they tell nothing of others', async () => {
  const references = await rows<{ name: string; columns: string[] }>(
    `select c.conname as name,
      array(select attname::text from pg_attribute where attrelid = c.conrelid and attnum = any (c.conkey)) as columns
    from pg_constraint c join (${OF_CLIENTS}) t on t.oid = c.conrelid join (${OF_CLIENTS}) r on r.oid = c.confrelid
    where c.contype = 'f'`,
  );
  assert.ok(references.length > 5);
  for (const { name, columns } of references) assert.ok(columns.includes('client_id'), `${name} leaves out the client`);
  const keys = await rows<{ name: string; columns: string[] }>(
    `select i.indexrelid::regclass::text as name,
      array(select attname::text from pg_attribute where attrelid = i.indrelid and attnum = any (i.indkey)) as columns
    from pg_index i join (${OF_CLIENTS}) t on t.oid = i.indrelid where i.indisunique and t.name <> 'client'`,
  );
  for (const { name, columns } of keys) {
    // An entry's id is made by us from random bits, and entries belong to the installation as a whole.
    if (name === 'audit_entry_pkey') continue;
    assert.ok(columns.includes('client_id'), `${name} is unique over all clients`);
  }
});

test('no view and no function shows more than its caller may see', async () => {
  const views = await rows<{ name: string; kind: string; options: string[] | null }>(
    `select oid::regclass::text as name, relkind as kind, reloptions as options from pg_class
      where relkind in ('v', 'm') and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
  );
  for (const { name, kind, options } of views) {
    assert.equal(kind, 'v', `${name} keeps a copy that row security does not hold`);
    assert.ok(options?.includes('security_invoker=true'), `${name} is read with its owner's rights`);
  }
  const definers = await rows(
    `select oid::regprocedure::text as name, prorettype::regtype::text as answers from pg_proc where prosecdef
      and pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
  );
  // It takes nothing, tells nothing, and looks at tables only for the planner.
  assert.deepEqual(definers, [{ name: 'refresh_statistics()', answers: 'void' }]);
});

test("the server's role is nobody special, owns nothing and makes nothing", async () => {
  const [role] = await rows(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
    (select count(*)::int from pg_auth_members where member = r.oid) as memberships
    from pg_roles r where rolname = 'assay_app'`);
  assert.deepEqual(role, {
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
    memberships: 0,
  });
  const owned = await rows(`select classid::regclass::text as kind, objid::text from pg_shdepend
    where refobjid = 'assay_app'::regrole and deptype = 'o'
      and dbid in (0, (select oid from pg_database where datname = current_database()))`);
  assert.deepEqual(owned, []);
  const makes = await rows(
    `select nspname from pg_namespace where has_schema_privilege('assay_app', oid, 'create') and nspname !~ '^pg_temp'`,
  );
  assert.deepEqual(makes, []);
});

test("the server's role may do to each table what its work needs", async () => {
  const found = await rows<{ name: string; rights: string[] }>(
    `select c.relname as name, array(
        select p from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain']) p
        where has_table_privilege('assay_app', c.oid, p)
        union all
        select p || '(some)' from unnest(array['select', 'insert', 'update', 'references']) p
        where not has_table_privilege('assay_app', c.oid, p) and has_any_column_privilege('assay_app', c.oid, p)
        order by 1) as rights
    from pg_class c where c.relkind in ('r', 'p', 'v') and c.relnamespace = 'public'::regnamespace`,
  );
  for (const { name, rights } of found) assert.equal(rights.join(' '), RIGHTS[name] ?? ALL, name);
  const unknown = Object.keys(RIGHTS).filter((name) => !found.some((table) => table.name === name));
  assert.deepEqual(unknown, [], 'named here, but there is no such table');
  const queue = await rows<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relnamespace = 'pgboss'::regnamespace and relkind in ('r', 'p')
      and (has_table_privilege('assay_app', oid, 'truncate') or has_table_privilege('assay_app', oid, 'references')
        or has_table_privilege('assay_app', oid, 'trigger'))`,
  );
  assert.deepEqual(queue, []);
});

test('without a scope every table of clients is empty, and nothing can be written to it', async () => {
  const id = '01900000-0000-7000-8000-0000000000aa';
  await database.owner.query("insert into client (id, name, currency, time_zone) values ($1, 'Hidden', 'EUR', 'UTC')", [
    id,
  ]);
  // One row in each table; what the columns hold does not matter to row security.
  const tables = await rows<Table>(OF_CLIENTS);
  const filler = await database.owner.connect();
  const app = await database.pool.connect();
  try {
    // No triggers, and with them no foreign keys.
    await filler.query("set session_replication_role = 'replica'");
    for (const { name } of tables.filter((table) => table.name !== 'client')) await fillOne(filler, name, id);
    for (const scope of [undefined, '', '01900000-0000-7000-8000-0000000000bb']) {
      await app.query('begin');
      if (scope !== undefined) await app.query("select set_config('assay.clients', $1, true)", [scope]);
      for (const { name } of tables) {
        const there = await filler.query<{ rows: number }>(`select count(*)::int as rows from ${name}`);
        assert.ok((there.rows[0]?.rows ?? 0) > 0, `${name} is empty, so the test shows nothing`);
        const seen = await app.query<{ rows: number }>(`select count(*)::int as rows from ${name}`);
        assert.equal(seen.rows[0]?.rows, 0, `${name} shows rows to scope ${scope}`);
      }
      await app.query('rollback');
    }
    for (const { name } of tables) {
      const column = name === 'client' ? 'id' : 'client_id';
      await assert.rejects(app.query(`insert into ${name} (${column}) values ($1)`, [id]), { code: '42501' }, name);
    }
  } finally {
    app.release();
    filler.release(true);
  }
});

/** Inserts a row with the client's id and something of the right type in every other needed column. */
async function fillOne(filler: { query: TestDatabase['owner']['query'] }, table: string, clientId: string) {
  const { rows: checks } = await filler.query<{ name: string }>(
    `select conname as name from pg_constraint where contype = 'c' and conrelid = $1::regclass`,
    [table],
  );
  for (const { name } of checks) await filler.query(`alter table ${table} drop constraint "${name}"`);
  const { rows: columns } = await filler.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and attnotnull and not atthasdef and attname <> 'client_id'`,
    [table],
  );
  const values = columns.map(({ type }) => SAMPLES[type] ?? "'x'");
  const names = ['client_id', ...columns.map(({ name }) => `"${name}"`)];
  await filler.query(`insert into ${table} (${names}) values (${[`'${clientId}'`, ...values]})`);
}

const SAMPLES: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  'timestamp with time zone': 'now()',
  date: "'2026-03-01'",
  bytea: "'\\x00'",
  jsonb: "'{}'",
  boolean: 'true',
  'bigint[]': "'{}'",
  bigint: '1',
  integer: '1',
  smallint: '1',
  numeric: '1',
  real: '1',
  xid8: "'1'",
  'integer[]': "'{}'",
  'smallint[]': "'{}'",
  'real[]': "'{}'",
  'text[]': "'{}'",
};
