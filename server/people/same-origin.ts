/** Whether a browser's request comes from our own pages. */
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../platform/errors.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * An origin is ours when it is the public address. While there is none, it is ours when it is where the request went
 * and that is this machine by one of its own names, so that a name which was made to point here is not believed.
 */
export function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  if (publicUrl !== undefined) return origin === new URL(publicUrl).origin;
  if (!URL.canParse(origin)) return false;
  const { hostname, protocol, host: originHost } = new URL(origin);
  return protocol === 'http:' && LOOPBACK.has(hostname) && originHost === host;
}

/**
 * Refuses with 403 a changing request that a page of another origin made a browser send. A request with a cookie must
 * say where it comes from; one without may leave it out, since programs send no Origin.
 */
export function requireOwnOrigin(method: string, headers: IncomingHttpHeaders, publicUrl: string | undefined): void {
  if (SAFE_METHODS.has(method)) return;
  const { origin, cookie } = headers;
  if (origin !== undefined && isOwnOrigin(origin, headers.host, publicUrl)) return;
  if (origin === undefined && (cookie === undefined || headers['sec-fetch-site'] === 'same-origin')) return;
  throw new AppError(403, 'cross-origin', 'This request came from a page of another origin.');
}
