/** An audit log in a database of its own, for tests only. */
import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Registry } from 'prom-client';
import { inScope } from '../db.ts';
import { createLog } from '../log.ts';
import { testDatabase } from '../testing.ts';
import { type AuditEntry, appendAll } from './append.ts';
import { sealer } from './seal.ts';
import { verifyAuditLog } from './verify.ts';

export const acme = '01890000-0000-7000-8000-00000000000a';
export const globex = '01890000-0000-7000-8000-00000000000b';

export const entry = (n: number, clientId: string | null = acme): AuditEntry => ({
  clientId,
  actor: { kind: 'person', id: 'user-1' },
  action: 'lead.revealed',
  object: { type: 'lead', id: `lead-${n}` },
  detail: { fields: ['email'], n },
  ip: n % 2 ? '192.0.2.7' : '2001:db8::1',
});

export type TestLog = Awaited<ReturnType<typeof testLog>>;

export async function testLog() {
  const database = await testDatabase({ alone: true });
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'assay-audit-'));
  const headsFile = path.join(dir, 'audit-heads.ndjson');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const newSealer = (metrics = new Registry()) =>
    sealer({
      db: database.db,
      secrets: { auditSigningKey: privateKey, auditPublicKey: publicKey },
      headsFile,
      clock: () => new Date(),
      log: createLog('silent'),
      metrics,
      intervalMs: 50,
    });
  const write = (...entries: AuditEntry[]) => inScope(database.db, { clients: [acme] }, (tx) => appendAll(tx, entries));
  return {
    database,
    headsFile,
    newSealer,
    write,
    verdict: () => verifyAuditLog(database.db, publicKey, { headsFile }),
    /** As somebody who owns the database. */
    tamper: (text: string, values: unknown[] = []) => database.owner.query(text, values),
    async idAt(position: number): Promise<string> {
      const text = 'select entry_id from audit_position where position = $1';
      return (await database.owner.query(text, [position])).rows[0].entry_id;
    },
    /** Three heads: entries 0 to 2, entry 3, entries 4 to 9. */
    async tenEntries(): Promise<void> {
      const { sealNow } = newSealer();
      await write(entry(0), entry(1));
      await write(entry(2, null));
      await sealNow();
      await write(entry(3));
      await sealNow();
      await write(...[4, 5, 6, 7, 8, 9].map((n) => entry(n)));
      await sealNow();
    },
    async empty(): Promise<void> {
      await database.owner.query('truncate audit_entry, audit_position, audit_head');
      fs.rmSync(headsFile, { force: true });
    },
    async close(): Promise<void> {
      await database.close();
      fs.rmSync(dir, { recursive: true });
    },
  };
}
