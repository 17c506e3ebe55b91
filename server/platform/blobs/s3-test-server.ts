/** A small S3 service on loopback for tests: the wire format of objects, ranges, multipart uploads and listings. */
import { createHash, createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

const ACCESS_KEY = 'test-key';
const SECRET = 'test/secret+1';
const REGION = 'eu-test-1';
const BUCKET = 'assay';
/** Small, so that listings of a few objects take several pages. */
const LIST_MAX = 3;

type Answer = { status: number; headers?: Record<string, string>; body?: string | Buffer };

export type S3TestServer = Awaited<ReturnType<typeof startS3TestServer>>;

export async function startS3TestServer() {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const requests: string[] = [];
  let failing = 0;

  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://s3');
    requests.push(`${request.method} ${url.pathname}${url.search}`);
    const { status, headers, body } = answer(request, url, Buffer.concat(chunks));
    const length = String(Buffer.byteLength(body ?? ''));
    response.writeHead(status, { 'content-length': length, ...headers }).end(request.method === 'HEAD' ? '' : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://${ACCESS_KEY}:${encodeURIComponent(SECRET)}@127.0.0.1:${port}/${BUCKET}/blobs?region=${REGION}`,
    objects,
    uploads,
    requests,
    /** Answers the next requests with 500. */
    fail(count: number): void {
      failing = count;
    },
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };

  function answer(request: http.IncomingMessage, url: URL, body: Buffer): Answer {
    const refusal = refuse(request, url, body);
    if (refusal) return error(403, refusal);
    if (failing > 0) {
      failing--;
      return error(500, 'InternalError');
    }
    const [, bucket, ...rest] = url.pathname.split('/');
    if (bucket !== BUCKET) return error(404, 'NoSuchBucket');
    const key = decodeURIComponent(rest.join('/'));
    if (key === '' && request.method === 'GET') return list(url);
    if (request.method === 'POST') return multipart(url, key, body);
    if (request.method === 'PUT') return put(url, key, body);
    if (request.method === 'DELETE') {
      if (url.searchParams.has('uploadId')) uploads.delete(url.searchParams.get('uploadId') ?? '');
      else objects.delete(key);
      return { status: 204 };
    }
    return get(request, key);
  }

  function get(request: http.IncomingMessage, key: string): Answer {
    const object = objects.get(key);
    if (!object) return error(404, 'NoSuchKey');
    const headers = { etag: etag(object), 'accept-ranges': 'bytes' };
    if (request.headers['if-match'] && request.headers['if-match'] !== headers.etag) {
      return error(412, 'PreconditionFailed');
    }
    if (request.method === 'HEAD')
      return { status: 200, headers: { ...headers, 'content-length': `${object.length}` } };
    const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
    if (!range) return { status: 200, headers, body: object };
    const suffix = range[1] === '';
    const start = suffix ? Math.max(0, object.length - Number(range[2])) : Number(range[1]);
    const end = suffix || range[2] === '' ? object.length - 1 : Math.min(Number(range[2]), object.length - 1);
    if (start > end) return error(416, 'InvalidRange');
    const contentRange = `bytes ${start}-${end}/${object.length}`;
    return {
      status: 206,
      headers: { ...headers, 'content-range': contentRange },
      body: object.subarray(start, end + 1),
    };
  }

  function put(url: URL, key: string, body: Buffer): Answer {
    const upload = url.searchParams.get('uploadId');
    if (upload === null) objects.set(key, body);
    else {
      const parts = uploads.get(upload);
      if (!parts) return error(404, 'NoSuchUpload');
      parts.set(Number(url.searchParams.get('partNumber')), body);
    }
    return { status: 200, headers: { etag: etag(body) } };
  }

  function multipart(url: URL, key: string, body: Buffer): Answer {
    if (url.searchParams.has('uploads')) {
      const id = `upload-${requests.length}`;
      uploads.set(id, new Map());
      return xml(`<InitiateMultipartUploadResult><Bucket>${BUCKET}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId>
        </InitiateMultipartUploadResult>`);
    }
    const id = url.searchParams.get('uploadId') ?? '';
    const parts = uploads.get(id);
    if (!parts) return error(404, 'NoSuchUpload');
    const named = [...body.toString().matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => {
      const content = parts.get(Number(/<PartNumber>(\d+)</.exec(part)?.[1]));
      const tag = /<ETag>(.*?)</.exec(part)?.[1]?.replaceAll('&quot;', '"');
      return content && tag === etag(content) ? content : null;
    });
    const whole = named.filter((part) => part !== null);
    if (whole.length !== named.length || whole.length === 0) return error(400, 'InvalidPart');
    if (whole.slice(0, -1).some((part) => part.length < 5 * 1024 * 1024)) return error(400, 'EntityTooSmall');
    objects.set(key, Buffer.concat(whole));
    uploads.delete(id);
    return xml(`<CompleteMultipartUploadResult><Key>${key}</Key></CompleteMultipartUploadResult>`);
  }

  function list(url: URL): Answer {
    const prefix = url.searchParams.get('prefix') ?? '';
    const after = url.searchParams.get('continuation-token') ?? '';
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const page = keys.slice(0, LIST_MAX);
    const contents = page.map(
      (key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)?.length}</Size></Contents>`,
    );
    const more = keys.length > page.length;
    const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    return xml(`<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`);
  }
}

function etag(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function xml(body: string): Answer {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0"?>${body}` };
}

function error(status: number, code: string): Answer {
  return { ...xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`), status };
}

/** Checks the signature (AWS Signature Version 4) over method, path, query, headers and body, as a service does. */
function refuse(request: http.IncomingMessage, url: URL, body: Buffer): string | null {
  const header = request.headers.authorization ?? '';
  const parts = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(header);
  const [, credential = '', signedHeaders = '', signature = ''] = parts ?? [];
  const [accessKey, day = '', region = '', ...service] = credential.split('/');
  if (accessKey !== ACCESS_KEY || region !== REGION || service.join('/') !== 's3/aws4_request') return 'AccessDenied';
  const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
  const bodyHash = String(request.headers['x-amz-content-sha256']);
  if (bodyHash !== 'UNSIGNED-PAYLOAD' && bodyHash !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  const query = [...url.searchParams].map((pair) => pair.map(encodeStrictly).join('=')).sort();
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = [request.method, url.pathname, query.join('&'), headers.join(''), signedHeaders, bodyHash].join(
    '\n',
  );
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const mac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(mac, `AWS4${SECRET}`);
  return mac(key, toSign).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}

function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
