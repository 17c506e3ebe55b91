/** Every column that holds records sealed by the vault: what rotation seals anew and verification opens. */
import type pg from 'pg';
import type { RecordAddress } from '../vault/vault.ts';

export interface SealedTable {
  table: string;
  /** What names a row beside client_id, with its type. */
  key: readonly (readonly [column: string, type: string])[];
  /** Sealed columns, and the table that their records were addressed to. */
  columns: readonly { name: string; as: string }[];
  /** SQL over the row `t` and its key row `o`: the person part of the address. */
  person: string;
  /** The row with the salt: another table's by its id, or the row itself. */
  owner: { table: string; id: string } | undefined;
}

export const SEALED_TABLES: readonly SealedTable[] = [
  {
    table: 'lead',
    key: [['id', 'uuid']],
    columns: [
      { name: 'personal', as: 'lead' },
      { name: 'evidence', as: 'lead_evidence' },
    ],
    person: 't.person_id::text',
    owner: { table: 'person', id: 'person_id' },
  },
  {
    table: 'lead_event',
    key: [['id', 'uuid']],
    columns: [{ name: 'reason', as: 'lead_event' }],
    person: 't.person_id::text',
    owner: { table: 'person', id: 'person_id' },
  },
  {
    table: 'import',
    key: [['id', 'uuid']],
    columns: [{ name: 'plan', as: 'import' }],
    person: 't.id::text',
    owner: { table: 'import', id: 'id' },
  },
  {
    table: 'import_mapping',
    key: [['fingerprint', 'text']],
    columns: [{ name: 'mapping', as: 'import_mapping' }],
    person: 't.fingerprint',
    owner: undefined,
  },
  {
    table: 'import_reject',
    key: [
      ['row_number', 'bigint'],
      ['field', 'text'],
      ['import_id', 'uuid'],
    ],
    columns: [{ name: 'detail', as: 'import_reject' }],
    person: 't.import_id::text',
    owner: { table: 'import', id: 'import_id' },
  },
  {
    table: 'finding_decision',
    key: [['id', 'uuid']],
    columns: [{ name: 'reason', as: 'finding_decision' }],
    person: 't.id::text',
    owner: undefined,
  },
  {
    table: 'annotation',
    key: [['id', 'uuid']],
    columns: [{ name: 'text', as: 'annotation' }],
    person: 't.id::text',
    owner: undefined,
  },
  {
    table: 'idempotency_key',
    key: [
      ['principal', 'text'],
      ['key', 'text'],
    ],
    columns: [{ name: 'body', as: 'idempotency_key' }],
    person: "t.principal || ' ' || t.key",
    owner: undefined,
  },
];

/** Tables whose rows carry a salt and the epoch that new records are sealed under. */
export const KEY_TABLES = [...new Set(SEALED_TABLES.flatMap(({ owner }) => owner?.table ?? []))];

/** A row with its records, each null where there is none. */
export interface SealedRow {
  client: string;
  key: string[];
  person: string;
  salt: Buffer | null;
  records: (Buffer | null)[];
}

/** One page of a table's rows in the order of their keys, from after a row. `lock` keeps them until the commit. */
export async function sealedPage(
  client: pg.ClientBase,
  table: SealedTable,
  after: SealedRow | undefined,
  limit: number,
  lock = false,
): Promise<SealedRow[]> {
  const { owner } = table;
  const names = ['client_id', ...table.key.map(([name]) => name)].map((name) => `t.${name}`);
  const types = ['uuid', ...table.key.map(([, type]) => type)];
  const join = owner ? `join ${owner.table} o on o.client_id = t.client_id and o.id = t.${owner.id}` : '';
  const start = types.map((type, index) => `$${index + 1}::${type}`);
  const { rows } = await client.query<unknown[]>({
    text: `select t.client_id::text, array[${names.slice(1).map((name) => `${name}::text`)}], ${table.person},
        ${owner ? 'o' : 't'}.salt, ${table.columns.map(({ name }) => `t.${name}`)}
      from ${table.table} t ${join} ${after ? `where (${names}) > (${start})` : ''}
      order by ${names} limit ${limit} ${lock ? 'for update of t' : ''}`,
    values: after ? [after.client, ...after.key] : [],
    rowMode: 'array',
  });
  return rows.map(([id, key, person, salt, ...records]) => ({
    client: id as string,
    key: key as string[],
    person: person as string,
    salt: salt as Buffer | null,
    records: records as (Buffer | null)[],
  }));
}

/** Where the record of a row's nth sealed column belongs. */
export function addressOf(table: SealedTable, row: SealedRow, column: number): RecordAddress {
  return { table: table.columns[column]?.as ?? '', client: row.client, person: row.person };
}

/** The key epochs that some record is sealed under, or that a row names for its next one; rising. */
export async function epochsInUse(client: pg.ClientBase): Promise<number[]> {
  const named = KEY_TABLES.map((table) => `select epoch::int from ${table}`);
  const sealed = SEALED_TABLES.flatMap(({ table, columns }) =>
    // Version byte first, then the epoch; see the vault.
    columns.map(
      ({ name }) => `select get_byte(${name}, 1) * 256 + get_byte(${name}, 2) from ${table} where length(${name}) > 2`,
    ),
  );
  const { rows } = await client.query<{ epoch: number }>(
    `select epoch from (${[...named, ...sealed].join(' union ')}) as used(epoch) order by epoch`,
  );
  return rows.map(({ epoch }) => epoch);
}
