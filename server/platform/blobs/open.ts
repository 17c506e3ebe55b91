import path from 'node:path';
import { type BlobStore, blobStore, s3BlobStore } from './blob-store.ts';
import { fileObjects } from './file-objects.ts';
import type { Objects } from './objects.ts';
import { s3Objects } from './s3-objects.ts';

/** Where blobs are kept, in plain values that can be posted to a worker thread. */
export interface BlobOptions {
  /** Holds the blobs, or with `s3Url` only what is on its way there. */
  dir: string;
  /** Master key of 32 bytes. */
  key: Uint8Array;
  s3Url?: string | undefined;
}

/** The blob store that the configuration asks for. */
export function openBlobs({ dir, key, s3Url }: BlobOptions): BlobStore {
  return s3Url ? s3BlobStore({ url: s3Url, spoolDir: dir, key }) : blobStore({ dir, key });
}

/** The sealed bytes behind that store as they are, for backup and restore. */
export function openObjects({ dir, s3Url }: Omit<BlobOptions, 'key'>): Objects {
  return s3Url ? s3Objects(s3Url) : fileObjects(path.join(dir, 'stored'));
}
