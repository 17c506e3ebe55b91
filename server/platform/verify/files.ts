/** Reads every file of the blob store, and looks for files that a row names and the store does not have. */
import type pg from 'pg';
import type { BlobStore } from '../blobs/blob-store.ts';

export interface FilesVerdict {
  ok: boolean;
  files: number;
  bytes: number;
  faults: { client_id: string; blob_id: string; what: string }[];
}

/** Call it inside a transaction that shows every client. */
export async function verifyFiles(
  client: pg.ClientBase,
  blobs: BlobStore,
  clients: readonly string[],
): Promise<FilesVerdict> {
  const verdict: FilesVerdict = { ok: true, files: 0, bytes: 0, faults: [] };
  const { rows } = await client.query<{ client_id: string; blob_id: string }>('select client_id, blob_id from import');
  for (const client_id of clients) {
    const named = new Set(rows.flatMap((row) => (row.client_id === client_id ? row.blob_id : [])));
    for await (const { id, bytes } of blobs.list(client_id)) {
      named.delete(id);
      verdict.files += 1;
      verdict.bytes += bytes;
      // One that goes while we look was deleted, and that is no fault.
      const found = await blobs.verify(client_id, id);
      if (found === 'damaged') verdict.faults.push({ client_id, blob_id: id, what: 'The file is damaged.' });
    }
    for (const blob_id of named) {
      verdict.faults.push({ client_id, blob_id, what: 'The file of an import is missing.' });
    }
  }
  return { ...verdict, ok: verdict.faults.length === 0 };
}
