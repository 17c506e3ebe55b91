/** The thread of previews: opens the blob it is told, reads its first rows, answers. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { buildPreview } from '#domain/import/preview.ts';
import { openBlobs } from '../platform/blobs/open.ts';
import { inspectTable } from '../platform/tabular/inspect-table.ts';
import { TableError } from '../platform/tabular/table-error.ts';
import type { PreviewAnswer, PreviewTask } from './preview.ts';

async function look({ blobs, clientId, blobId, choice }: PreviewTask): Promise<PreviewAnswer> {
  const blob = await openBlobs(blobs).get(clientId, blobId);
  if (blob === null) return { fault: { code: 'gone', message: 'The uploaded file is gone. Upload it again.' } };
  try {
    const { shape, rows, sheets } = await inspectTable(blob.stream, choice.shape ?? {});
    const { mapping, remembered, country, time_zone, source } = choice;
    const preview = buildPreview({
      shape,
      rows,
      ...(mapping ? { mapping } : {}),
      ...(remembered ? { remembered } : {}),
      defaults: {
        ...(country ? { country } : {}),
        ...(time_zone ? { time_zone } : {}),
        ...(source ? { source } : {}),
      },
    });
    return { preview, sheets };
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const { code, message, row, column } = error;
    return { fault: { code, message, ...(row ? { row } : {}), ...(column ? { column } : {}) } };
  } finally {
    blob.stream.destroy();
  }
}

const port = parentPort as MessagePort;
port.on('message', async (task: PreviewTask) => void port.postMessage(await look(task)));
