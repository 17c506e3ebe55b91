/** Files of leads as they come: kept, looked at, and looked at again as somebody says how they are to be read. */
import type { Readable } from 'node:stream';
import type { ImportMapping, ImportPreview, ImportPreviewRequest, ImportUpload } from '#contract/import.ts';
import { isTimeZone } from '#domain/calendar/days.ts';
import { ConstantError, compileMapping } from '#domain/import/row.ts';
import { findClientFacts } from '../leads/client-facts.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope, type Scope, type Tx } from '../platform/db.ts';
import { notFound, refusedField } from '../platform/errors.ts';
import { uuidv7 } from '../platform/uuid.ts';
import type { ImportDeps } from './deps.ts';
import { openPreview, type PreviewChoice } from './preview.ts';
import { findImport, openPlan, rememberedMapping, sealPlan, sourceOf } from './queries.ts';

const FILE_BYTES_MAX = 2 * 1024 ** 3;

/** Keeps an uploaded file, sealed, and answers with what it seems to hold. A file that is no table is not kept. */
export async function uploadFile(
  deps: ImportDeps,
  principal: Principal,
  clientId: string,
  fileName: string,
  content: Readable,
): Promise<ImportUpload> {
  const clients = clientsFor(principal, 'import.create', clientId);
  const scope = scopeOf(principal, clients);
  const blob = await deps.blobs.put(clientId, content, { bytesMax: FILE_BYTES_MAX });
  const { preview, sheets } = await lookAt(deps, scope, clientId, blob.id, fileName).catch(async (error: unknown) => {
    await deps.blobs.delete(clientId, blob.id);
    throw error;
  });
  // Not while the file comes: whoever sent it waits for this answer, and the threads would take the processor for theirs.
  deps.threads.expect({ kind: 'import', bytes: blob.size });
  const id = uuidv7();
  const key = { client_id: clientId, id, salt: deps.vault.newSalt(), epoch: deps.vault.currentEpoch };
  await inScope(deps.db, scope, async (tx) => {
    await tx
      .insertInto('import')
      .values({
        client_id: clientId,
        id,
        file_bytes: blob.size,
        blob_id: blob.id,
        fingerprint: preview.fingerprint,
        plan: sealPlan(deps.vault, key, { file_name: fileName }),
        salt: key.salt,
        epoch: key.epoch,
        created_by: actorOf(principal),
      })
      .execute();
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'import.uploaded',
      object: { type: 'import', id },
      detail: { bytes: blob.size },
    });
  });
  return { upload_id: id, file_name: fileName, bytes: blob.size, sheets, preview };
}

/** What a new file seems to hold, read as files of its shape were read before. */
async function lookAt(
  deps: ImportDeps,
  scope: Scope,
  clientId: string,
  blobId: string,
  fileName: string,
): Promise<{ preview: ImportPreview; sheets: string[] }> {
  const defaults = await inScope(deps.db, scope, (tx) => defaultsOf(tx, clientId, fileName));
  const base = { blobs: deps.blobOptions, clientId, blobId };
  const thread = openPreview();
  try {
    const seen = await thread.look({ ...base, choice: defaults });
    const { fingerprint, shape } = seen.preview;
    const mapping = await inScope(deps.db, scope, (tx) => rememberedMapping(tx, deps.vault, clientId, fingerprint));
    if (mapping === undefined) return seen;
    const { preview } = await thread.look({ ...base, choice: { ...defaults, shape, mapping, remembered: true } });
    return { preview, sheets: seen.sheets };
  } finally {
    await thread.end();
  }
}

/** What holds for rows that do not say otherwise: the client's country and zone, the file's name as source. */
async function defaultsOf(tx: Tx, clientId: string, fileName: string): Promise<PreviewChoice> {
  const [client] = await findClientFacts(tx, [clientId]);
  if (client === undefined) throw notFound();
  return {
    time_zone: client.timeZone,
    source: sourceOf(fileName),
    ...(client.country ? { country: client.country } : {}),
  };
}

/** Looks at an upload again with another shape or mapping. */
export async function previewUpload(
  deps: ImportDeps,
  principal: Principal,
  request: ImportPreviewRequest,
): Promise<ImportPreview> {
  const clients = clientsFor(principal, 'import.create', request.client_id);
  if (request.mapping) requireReadable(request.mapping);
  const { file, defaults } = await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const found = await findImport(tx, request.upload_id);
    if (found === undefined) throw notFound();
    return { file: found, defaults: await defaultsOf(tx, request.client_id, openPlan(deps.vault, found).file_name) };
  });
  const thread = openPreview();
  try {
    const { preview } = await thread.look({
      blobs: deps.blobOptions,
      clientId: file.client_id,
      blobId: file.blob_id,
      choice: {
        ...defaults,
        ...(request.shape ? { shape: request.shape } : {}),
        ...(request.mapping ? { mapping: request.mapping } : {}),
      },
    });
    deps.threads.expect({ kind: 'import', bytes: file.file_bytes });
    return preview;
  } finally {
    await thread.end();
  }
}

/** Throws 422 for a fixed value that its field cannot hold, and for a time zone that there is not. */
export function requireReadable(mapping: ImportMapping): void {
  if (!isTimeZone(mapping.time_zone)) throw refusedField('mapping.time_zone', 'is no IANA time zone');
  try {
    compileMapping(mapping, { columns: [] });
  } catch (error) {
    if (error instanceof ConstantError) throw refusedField(`mapping.constants.${error.target}`, error.message);
    throw error;
  }
}
