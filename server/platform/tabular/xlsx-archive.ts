/** Opens the ZIP archive of a workbook and refuses bombs before inflating them. */
import type { Readable } from 'node:stream';
import * as yauzl from 'yauzl';
import { TableError, type TableLimits } from './table-error.ts';

export type Archive = { has(name: string): boolean; open(name: string): Promise<Readable>; close(): void };

/** Small parts of repeated blanks compress far better than any ratio; only larger ones are suspicious. */
const RATIO_FROM_BYTES = 10_000_000;

/**
 * Opens a path, or the archive itself in memory. Declared sizes are checked here, and yauzl fails where a part inflates
 * to more than it declares. Throws TableError `bad_archive` or `zip_bomb`.
 */
export async function openArchive(source: string | Buffer, limits: TableLimits): Promise<Archive> {
  const options = { lazyEntries: true, autoClose: false };
  let zip: yauzl.ZipFile;
  try {
    zip =
      typeof source === 'string'
        ? await yauzl.openPromise(source, options)
        : await yauzl.fromBufferPromise(source, options);
  } catch (cause) {
    throw new TableError('bad_archive', 'The file is damaged: it cannot be unpacked.', { cause });
  }
  try {
    const entries = await checkedEntries(zip, limits);
    return {
      has: (name) => entries.has(name),
      close: () => zip.close(),
      async open(name) {
        const entry = entries.get(name);
        if (entry === undefined) throw new TableError('not_a_table', `The workbook lacks its part ${name}.`);
        return await zip.openReadStreamPromise(entry);
      },
    };
  } catch (error) {
    zip.close();
    throw asTableError(error);
  }
}

/** Anything yauzl or the inflater throws means a damaged archive. */
export function asTableError(error: unknown): TableError {
  if (error instanceof TableError) return error;
  return new TableError('bad_archive', 'The file is damaged: a part of it cannot be unpacked.', { cause: error });
}

async function checkedEntries(zip: yauzl.ZipFile, limits: TableLimits): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > limits.maxArchiveEntries) {
    throw new TableError('zip_bomb', `The archive has ${zip.entryCount} parts; a workbook has at most some hundred.`);
  }
  const entries = new Map<string, yauzl.Entry>();
  let inflated = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw new TableError('bad_archive', 'The file is protected by a password.');
    inflated += entry.uncompressedSize;
    if (inflated > limits.maxInflatedBytes) {
      const most = Math.round(limits.maxInflatedBytes / 1e6);
      throw new TableError('zip_bomb', `Unpacked, the file would be larger than ${most} MB.`);
    }
    const ratio = entry.uncompressedSize / Math.max(entry.compressedSize, 1);
    if (entry.uncompressedSize > RATIO_FROM_BYTES && ratio > limits.maxInflationRatio) {
      throw new TableError('zip_bomb', `A part of the file unpacks to ${Math.round(ratio)} times its size.`);
    }
    if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
  }
  return entries;
}
