import { open } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Objects } from './objects.ts';

/** Larger objects are uploaded in parts of this size, which S3 limits to 10,000: 160 GB. */
const PART_BYTES = 16 * 1024 * 1024;

/** Objects in an S3 bucket, `http(s)://access-key:secret@host:port/bucket/prefix?region=…`, addressed by path. */
export function s3Objects(url: string): Objects {
  const { client, bucket, prefix } = connect(url);
  const at = (key: string) => ({ Bucket: bucket, Key: prefix + key });

  return {
    async place(key, file, bytes) {
      const existing = await client.send(new HeadObjectCommand(at(key))).catch(absent);
      if (existing?.ContentLength === bytes) return;
      const handle = await open(file, 'r');
      const part = async (start: number) => {
        const body = Buffer.allocUnsafe(Math.min(PART_BYTES, bytes - start));
        await handle.read(body, 0, body.length, start);
        return body;
      };
      try {
        if (bytes <= PART_BYTES) await client.send(new PutObjectCommand({ ...at(key), Body: await part(0) }));
        else await placeInParts(key, bytes, part);
      } finally {
        await handle.close();
      }
    },

    async open(key, tailBytes) {
      const found = await client.send(new GetObjectCommand({ ...at(key), Range: `bytes=-${tailBytes}` })).catch(absent);
      if (!found?.Body) return null;
      const tail = Buffer.from(await found.Body.transformToByteArray());
      const bytes = Number(/\/(\d+)$/.exec(found.ContentRange ?? '')?.[1] ?? tail.length);
      const IfMatch = found.ETag;
      return {
        bytes,
        tail,
        async *read(start, end) {
          // The condition keeps head and tail of one object together when it is replaced in between.
          const Range = `bytes=${start}-${end - 1}`;
          const { Body } = await client.send(new GetObjectCommand({ ...at(key), Range, IfMatch }));
          yield* Body as AsyncIterable<Uint8Array>;
        },
        close: async () => {},
      };
    },

    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key)));
    },

    async *list(owner) {
      let ContinuationToken: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}${owner}/`, ContinuationToken }),
        );
        for (const { Key = '', Size = 0 } of page.Contents ?? []) yield { key: Key.slice(prefix.length), bytes: Size };
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
    },
  };

  async function placeInParts(key: string, bytes: number, part: (start: number) => Promise<Buffer>): Promise<void> {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(at(key)));
    try {
      const Parts: CompletedPart[] = [];
      for (let start = 0; start < bytes; start += PART_BYTES) {
        const PartNumber = Parts.length + 1;
        const Body = await part(start);
        const { ETag } = await client.send(new UploadPartCommand({ ...at(key), UploadId, PartNumber, Body }));
        Parts.push({ ETag, PartNumber });
      }
      await client.send(new CompleteMultipartUploadCommand({ ...at(key), UploadId, MultipartUpload: { Parts } }));
    } catch (cause) {
      // Parts of an abandoned upload would be paid for without end.
      await client.send(new AbortMultipartUploadCommand({ ...at(key), UploadId })).catch(() => {});
      throw cause;
    }
  }
}

function connect(text: string): { client: S3Client; bucket: string; prefix: string } {
  const url = new URL(text);
  const [bucket = '', ...folders] = url.pathname.slice(1).split('/').filter(Boolean).map(decodeURIComponent);
  if (!bucket || !url.username || !url.password) {
    throw new Error('An S3 address needs access key, secret and bucket: https://key:secret@host/bucket?region=…');
  }
  const client = new S3Client({
    endpoint: url.origin,
    region: url.searchParams.get('region') ?? 'us-east-1',
    forcePathStyle: true,
    credentials: {
      accessKeyId: decodeURIComponent(url.username),
      secretAccessKey: decodeURIComponent(url.password),
    },
    // Newer checksum headers are refused by some services that speak S3; every chunk carries its own tag anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { client, bucket, prefix: folders.map((folder) => `${folder}/`).join('') };
}

function absent(cause: { name?: string; $metadata?: { httpStatusCode?: number } }): null {
  if (cause.$metadata?.httpStatusCode === 404) return null;
  throw cause;
}
