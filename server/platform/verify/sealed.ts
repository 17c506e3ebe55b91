/** Opens every sealed record: whatever was changed, moved or cut off does not open. */
import type pg from 'pg';
import { addressOf, SEALED_TABLES, type SealedRow, sealedPage } from '../rotate/sealed-tables.ts';
import type { Vault } from '../vault/vault.ts';

export interface SealedVerdict {
  ok: boolean;
  /** Records that were opened. */
  records: number;
  /** At most `FAULTS_MAX`. `row` is the record's key: for a lead its id. */
  faults: { table: string; client_id: string; row: string; what: string }[];
}

export const FAULTS_MAX = 1000;
const PAGE = 1000;

/** Call it inside a transaction that shows every client. Nothing that was opened is kept. */
export async function verifySealed(client: pg.ClientBase, vault: Vault): Promise<SealedVerdict> {
  const verdict: SealedVerdict = { ok: true, records: 0, faults: [] };
  for (const table of SEALED_TABLES) {
    let last: SealedRow | undefined;
    for (;;) {
      const page = await sealedPage(client, table, last, PAGE);
      for (const row of page) {
        for (const [column, record] of row.records.entries()) {
          if (record === null) continue;
          verdict.records += 1;
          try {
            vault.open(addressOf(table, row, column), row.salt ?? Buffer.alloc(0), record);
          } catch (error) {
            verdict.ok = false;
            if (verdict.faults.length >= FAULTS_MAX) continue;
            const what = `${table.columns[column]?.name}: ${(error as Error).message}`;
            verdict.faults.push({ table: table.table, client_id: row.client, row: row.key.join(' '), what });
          }
        }
      }
      last = page.at(-1);
      if (page.length < PAGE) break;
    }
  }
  return verdict;
}
