/** Which tables a backup holds, read from the database itself, so that a new table is never forgotten. */
import type pg from 'pg';

/** One table and the columns of it that are copied, in their order. */
export interface TableCopy {
  name: string;
  columns: string[];
}

/**
 * Columns of type xid8 number the transactions of one cluster and mean nothing in another, where rows get new numbers as
 * they are loaded. The audit log keeps its own, because they are sealed with the entries; its epoch tells clusters apart.
 */
const KEEPS_TRANSACTIONS = /^audit_/;

/** Every table of ours in an order in which rows can be loaded: a table after those that it refers to. */
export async function tablesToCopy(client: pg.ClientBase): Promise<TableCopy[]> {
  const { rows } = await client.query<{ name: string; columns: { name: string; type: string }[]; refers: string[] }>(`
    select c.relname::text as name,
      (select json_agg(json_build_object('name', a.attname, 'type', a.atttypid::regtype) order by a.attnum)
        from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      array(select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as refers
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration'
    order by c.relname`);
  const waiting = new Map(rows.map((row) => [row.name, row]));
  const ordered: TableCopy[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ refers }) => !refers.some((name) => waiting.has(name)));
    if (ready.length === 0) throw new Error(`These tables refer to each other in a ring: ${[...waiting.keys()]}.`);
    for (const { name, columns } of ready) {
      waiting.delete(name);
      const kept = columns.filter(({ type }) => type !== 'xid8' || KEEPS_TRANSACTIONS.test(name));
      ordered.push({ name, columns: kept.map((column) => column.name) });
    }
  }
  return ordered;
}

/** The tables' rows that only the owner with every client in scope sees: all of them. Call it inside a transaction. */
export async function showEverything(client: pg.ClientBase): Promise<string[]> {
  await client.query("select set_config('assay.installation', 'on', true)");
  const { rows } = await client.query<{ id: string }>('select id from client order by id');
  const clients = rows.map(({ id }) => id);
  await client.query("select set_config('assay.clients', $1, true)", [clients.join()]);
  return clients;
}
