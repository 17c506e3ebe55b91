/** What the import services are made of. */
import type { JobThreads } from '../jobs/threads.ts';
import type { LeadDeps } from '../leads/deps.ts';
import type { BlobStore } from '../platform/blobs/blob-store.ts';
import type { BlobOptions } from '../platform/blobs/open.ts';

export interface ImportDeps extends LeadDeps {
  blobs: BlobStore;
  /** For threads that open the store themselves. */
  blobOptions: BlobOptions;
  threads: Pick<JobThreads, 'expect'>;
}
