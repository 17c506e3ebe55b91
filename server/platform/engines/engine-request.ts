/** Reads one HTTP request of a ClickHouse client into a statement. */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { engineError } from './engine-error.ts';
import { ENGINE_USER } from './engine-protocol.ts';
import type { Statement } from './engine-sessions.ts';
import { STATEMENT_BYTES } from './engine-settings.ts';
import { insertFromFile, readStatement } from './engine-statement.ts';

const DEFAULT_FORMAT = 'TabSeparated';
const PARAMETER = /^param_([A-Za-z_]\w*)$/;
/** Query fields that are about the request and not settings of the statement. */
const REQUEST_FIELDS = new Set(['query', 'database', 'default_format', 'query_id', 'user', 'password']);
const UNSUPPORTED_FIELDS = ['session_id', 'session_timeout', 'role', 'compress', 'decompress'];

export interface EngineRequest {
  statement: Statement;
  /** Removes the file of sent rows, if there is one. */
  discard(): Promise<void>;
}

/** @throws EngineError 516 unless the request proves the user and the secret, by headers or Basic authentication. */
export function authenticate(request: IncomingMessage, secret: string): void {
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const [basicUser, ...basicPassword] = Buffer.from(basic ?? '', 'base64')
    .toString()
    .split(':');
  const user = request.headers['x-clickhouse-user'] ?? basicUser;
  const password = request.headers['x-clickhouse-key'] ?? basicPassword.join(':');
  const digest = (text: string) => createHash('sha256').update(text).digest();
  if (user === ENGINE_USER && timingSafeEqual(digest(String(password)), digest(secret))) return;
  throw engineError('AUTHENTICATION_FAILED', 'Authentication failed: password is incorrect, or there is no such user');
}

/**
 * Takes the statement from the URL, the body or a form, and its values and settings from the URL or the form. Rows of
 * `INSERT … FORMAT x` go from the body into a file in `incoming`, so that they never fill the memory of this process.
 * @throws EngineError for what the child does not support.
 */
export async function readRequest(request: IncomingMessage, incoming: string): Promise<EngineRequest> {
  const url = new URL(request.url ?? '/', 'http://engine');
  const fields = new Map(url.searchParams);
  const unsupported = UNSUPPORTED_FIELDS.find((field) => fields.has(field));
  if (unsupported !== undefined) {
    throw engineError('SUPPORT_IS_DISABLED', `The embedded engine does not support ${unsupported}`);
  }
  if (request.method === 'GET') return toRequest(fields, fields.get('query') ?? '', request);
  if (request.method !== 'POST') throw engineError('BAD_ARGUMENTS', `Method ${request.method} is not supported`);

  const body = plainBody(request);
  if (request.headers['content-type']?.startsWith('multipart/form-data')) {
    const form = await readForm(await readText(body, 'latin1'), request.headers['content-type']);
    for (const [name, value] of form) fields.set(name, value);
    return toRequest(fields, fields.get('query') ?? '', request);
  }

  const query = fields.get('query') ?? '';
  const file = join(incoming, randomUUID());
  const insert = insertFromFile(query, file);
  if (insert === undefined) return toRequest(fields, `${query}\n${await readText(body, 'utf8')}`.trim(), request);
  const discard = () => rm(file, { force: true });
  try {
    await pipeline(body, createWriteStream(file, { mode: 0o600, flags: 'wx' }));
    const { statement } = toRequest(fields, query, request);
    return { statement: { ...statement, lane: 'insert', sql: insert }, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

function toRequest(fields: ReadonlyMap<string, string>, sql: string, request: IncomingMessage): EngineRequest {
  const parameters = new Map<string, string>();
  const settings = new Map<string, string>();
  for (const [name, value] of fields) {
    const parameter = PARAMETER.exec(name)?.[1];
    if (parameter !== undefined) parameters.set(parameter, value);
    else if (!REQUEST_FIELDS.has(name)) settings.set(name, value);
  }
  const { lane, format } = readStatement(sql);
  const fallback = request.headers['x-clickhouse-format'] ?? fields.get('default_format') ?? DEFAULT_FORMAT;
  const database = String(request.headers['x-clickhouse-database'] ?? fields.get('database') ?? '');
  return {
    statement: {
      lane,
      sql,
      database: database === '' ? undefined : database,
      parameters,
      settings,
      format: format ?? String(fallback),
    },
    discard: async () => undefined,
  };
}

function plainBody(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return request;
  if (encoding !== 'gzip') throw engineError('BAD_ARGUMENTS', `Content-Encoding ${encoding} is not supported`);
  const plain = createGunzip();
  request.on('error', (error) => plain.destroy(error)).pipe(plain);
  return plain;
}

async function readText(body: Readable, encoding: 'utf8' | 'latin1'): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > STATEMENT_BYTES) {
      throw engineError('QUERY_IS_TOO_LARGE', `A statement may have ${STATEMENT_BYTES} bytes at most`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString(encoding);
}

async function readForm(body: string, contentType: string): Promise<[string, string][]> {
  const form = await new Response(Buffer.from(body, 'latin1'), { headers: { 'content-type': contentType } }).formData();
  return [...form].map(([name, value]) => {
    if (typeof value !== 'string') throw engineError('SUPPORT_IS_DISABLED', 'Files in a form are not supported');
    return [name, value];
  });
}
