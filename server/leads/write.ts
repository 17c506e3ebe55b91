/** Bulk writes of leads: one statement per chunk, rows travelling as binary arrays. */
import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Connection } from '../platform/db.ts';
import {
  byteaArray,
  float8Array,
  int4Array,
  int8Array,
  textArray,
  timestamptzArray,
  uuidArray,
} from '../platform/pg-arrays.ts';
import type { IntakeLead, Workbench } from './intake.ts';
import type { PackedAudit } from './packed-audit.ts';
import { clearFactsOf, personalOf, sealPersonal } from './record.ts';

/** One column of a bulk write: its name, the type it travels as, how it becomes the column's, and its values. */
type Column = [name: string, travels: string, values: Buffer, cast?: string];

function auditColumns(audits: readonly PackedAudit[]): Column[] {
  return [
    ['validation_status', 'text', textArray(audits.map((audit) => audit.validation_status))],
    ['quality_score', 'float8', float8Array(audits.map((audit) => audit.quality_score)), 'numeric(5,2)'],
    ['completeness', 'float8', float8Array(audits.map((audit) => audit.completeness)), 'real'],
    ['missing', 'text', textArray(audits.map((audit) => `{${audit.missing.join()}}`)), 'text[]'],
    ['flags', 'text', textArray(audits.map((audit) => `{${audit.flags.join()}}`)), 'text[]'],
    ['outcomes', 'text', textArray(audits.map((audit) => audit.outcomes))],
    ['catalogue_version', 'int', int4Array(audits.map((audit) => audit.catalogue_version)), 'smallint'],
    ['evidence', 'bytea', byteaArray(audits.map((audit) => audit.evidence))],
    ['ledger', 'text', textArray(audits.map((audit) => `{${audit.ledger.join()}}`)), 'int[]'],
    ['rules_version', 'int', int4Array(audits.map((audit) => audit.rules_version))],
    ['audited_at', 'timestamptz', timestamptzArray(audits.map((audit) => audit.audited_at))],
  ];
}

function dataColumns(bench: Workbench, leads: readonly IntakeLead[]): Column[] {
  const { vault, context } = bench;
  const facts = leads.map((lead) => clearFactsOf(lead.lead, lead.prepared, context.currency));
  const text = (name: keyof (typeof facts)[number]): Column => [
    name,
    'text',
    textArray(facts.map((fact) => fact[name] as string | undefined)),
  ];
  const time = (name: 'contacted_at' | 'qualified_at' | 'conversion_date' | 'lost_at' | 'clicked_at'): Column => [
    name,
    'timestamptz',
    timestamptzArray(facts.map((fact) => fact[name])),
  ];
  return [
    ['external_id', 'text', textArray(leads.map(({ lead }) => lead.external_id))],
    [
      'personal',
      'bytea',
      byteaArray(leads.map(({ lead, person }) => sealPersonal(vault, context.clientId, person, personalOf(lead)))),
    ],
    ['email_key', 'bytea', byteaArray(leads.map((lead) => lead.emailKey))],
    ['phone_key', 'bytea', byteaArray(leads.map((lead) => lead.phoneKey))],
    ['tokens', 'text', textArray(leads.map((lead) => `{${lead.tokens.join()}}`)), 'bigint[]'],
    text('source'),
    text('campaign_id'),
    text('ad_group_id'),
    text('keyword'),
    text('referrer'),
    text('country'),
    text('region'),
    text('email_domain'),
    text('phone_type'),
    text('conversion_status'),
    time('contacted_at'),
    time('qualified_at'),
    time('conversion_date'),
    time('lost_at'),
    ['revenue_minor', 'bigint', int8Array(facts.map((fact) => fact.revenue_minor))],
    text('currency'),
    time('clicked_at'),
    ['seconds_on_form', 'float8', float8Array(facts.map((fact) => fact.seconds_on_form)), 'real'],
    ...keyColumns(leads),
    ['updated_at', 'timestamptz', timestamptzArray(leads.map(() => bench.now))],
  ];
}

const KEY_NAMES = [
  'visitor',
  'device_key',
  'ip_key',
  'net_key',
  'click_key',
  'text_key',
  'stem_key',
  'cadence_key',
] as const;

function keyColumns(leads: readonly IntakeLead[]): Column[] {
  return [
    ...KEY_NAMES.map((name): Column => [name, 'bigint', int8Array(leads.map(({ keys }) => keys[name]))]),
    ['text_bands', 'text', textArray(leads.map(({ keys }) => `{${keys.text_bands.join()}}`)), 'bigint[]'],
  ];
}

/** `unnest($1::uuid[], …) as t(id, …)` over the columns. */
function unnested(columns: readonly Column[]): RawBuilder<unknown> {
  const arrays = sql.join(columns.map(([, travels, values]) => sql`${values}::${sql.raw(travels)}[]`));
  return sql`unnest(${arrays}) as t(${sql.join(columns.map(([name]) => sql.ref(name)))})`;
}

const valueIn = ([name, , , cast]: Column) =>
  cast ? sql`t.${sql.ref(name)}::${sql.raw(cast)}` : sql`t.${sql.ref(name)}`;

/** A chunk made ready to be written: all CPU is spent, so that the transaction is short. */
export interface InsertChunk {
  leads: readonly IntakeLead[];
  people: readonly Column[];
  columns: readonly Column[];
}

/** Seals and encodes new leads. */
export function prepareInsert(
  bench: Workbench,
  leads: readonly IntakeLead[],
  importId: string | undefined,
): InsertChunk {
  return {
    leads,
    people: [
      ['id', 'uuid', uuidArray(leads.map(({ person }) => person.id))],
      ['salt', 'bytea', byteaArray(leads.map(({ person }) => person.salt))],
      ['epoch', 'int', int4Array(leads.map(({ person }) => person.epoch)), 'smallint'],
    ],
    columns: [
      ['id', 'uuid', uuidArray(leads.map(({ id }) => id))],
      ['identity_id', 'uuid', uuidArray(leads.map(({ id }) => id))],
      ['person_id', 'uuid', uuidArray(leads.map(({ person }) => person.id))],
      ['import_id', 'uuid', uuidArray(leads.map(() => importId))],
      ['created_at', 'timestamptz', timestamptzArray(leads.map(({ createdAt }) => createdAt))],
      ...dataColumns(bench, leads),
      ...auditColumns(leads.map(({ packed }) => packed)),
    ],
  };
}

/** The same text for every chunk: putting it together takes longer than sending it. */
let insertText: string | undefined;

/** Writes new leads and their keys, in one statement: to a single lead every round trip counts. */
export async function insertChunk(db: Connection, clientId: string, chunk: InsertChunk): Promise<void> {
  if (chunk.leads.length === 0) return;
  insertText ??= insertStatement(clientId, chunk).compile(db).sql;
  const values = (columns: readonly Column[]) => columns.map(([, , value]) => value);
  const parameters = [clientId, ...values(chunk.people), clientId, ...values(chunk.columns)];
  await db.executeQuery(CompiledQuery.raw(insertText, parameters));
}

function insertStatement(clientId: string, chunk: InsertChunk): RawBuilder<unknown> {
  const write = (table: string, columns: readonly Column[]) => sql`
    insert into ${sql.table(table)} (client_id, ${sql.join(columns.map(([name]) => sql.ref(name)))})
    select ${clientId}::uuid, ${sql.join(columns.map(valueIn))} from ${unnested(columns)}`;
  return sql`with people as (${write('person', chunk.people)}) ${write('lead', chunk.columns)}`;
}

/** Replaces data and audit of stored leads; id, person, identity, import and created_at stay. */
export async function updateLeads(db: Connection, bench: Workbench, leads: readonly IntakeLead[]): Promise<void> {
  await update(db, bench, leads, [...dataColumns(bench, leads), ...auditColumns(leads.map(({ packed }) => packed))]);
}

/** Replaces the audit of stored leads, and their keys, which leads from before there were keys get so. */
export async function updateAudits(db: Connection, bench: Workbench, leads: readonly IntakeLead[]): Promise<void> {
  await update(
    db,
    bench,
    leads,
    [
      ...auditColumns(leads.map(({ packed }) => packed)),
      ...keyColumns(leads),
      ['repeats', 'uuid', uuidArray(leads.map((lead) => lead.duplicateOf))],
    ],
    // A lead of a merged person is shown to repeat the one that leads it.
    sql`, duplicate_of = duplicate_shown(lead.client_id, lead.id, lead.identity_id, t.repeats)`,
  );
}

async function update(
  db: Connection,
  bench: Workbench,
  leads: readonly IntakeLead[],
  columns: readonly Column[],
  more = sql``,
): Promise<void> {
  if (leads.length === 0) return;
  const all: Column[] = [['id', 'uuid', uuidArray(leads.map(({ id }) => id))], ...columns];
  await sql`
    update lead set ${sql.join(columns.map((column) => sql`${sql.ref(column[0])} = ${valueIn(column)}`))}${more}
    from ${unnested(all)}
    where lead.client_id = ${bench.context.clientId}::uuid and lead.id = t.id`.execute(db);
}
