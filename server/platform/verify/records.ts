/** Verifies what stands in PostgreSQL and the blob store; the engine is compared with it apart. */
import pg from 'pg';
import { type AuditVerdict, verifyAuditLog } from '../audit-log/verify.ts';
import { showEverything } from '../backup/tables.ts';
import { openBlobs } from '../blobs/open.ts';
import { openDatabase, openPool } from '../db.ts';
import type { Installation } from '../installation.ts';
import { vault } from '../vault/vault.ts';
import { type FilesVerdict, verifyFiles } from './files.ts';
import { type SealedVerdict, verifySealed } from './sealed.ts';

export interface RecordsVerdict {
  audit_log: AuditVerdict;
  sealed: SealedVerdict;
  files: FilesVerdict;
}

/** Reads everything and changes nothing; a server may go on working meanwhile. */
export async function verifyRecords(installation: Installation): Promise<RecordsVerdict> {
  const { ownerUrl, secrets, headsFile } = installation;
  const pool = openPool({ url: ownerUrl, max: 1, applicationName: 'assay-verify', statementTimeout: 0 });
  const db = openDatabase(pool);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'assay-verify' });
  await client.connect();
  try {
    const audit_log = await verifyAuditLog(db, secrets.auditPublicKey, { headsFile });
    await client.query('begin isolation level repeatable read read only');
    const clients = await showEverything(client);
    const sealed = await verifySealed(client, vault(secrets));
    const files = await verifyFiles(client, openBlobs(installation.blobs), clients);
    await client.query('commit');
    return { audit_log, sealed, files };
  } finally {
    await client.end();
    await db.destroy();
  }
}
