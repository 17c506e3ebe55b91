/** The session cookie as better-auth writes it: the token, a dot, and the HMAC-SHA256 of the token in base64. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The `__Host-` prefix makes browsers refuse the cookie from anything but this very origin over https. */
export function cookiePrefix(secure: boolean): string {
  return secure ? '__Host-assay' : 'assay';
}

export function sessionCookieName(secure: boolean): string {
  return `${cookiePrefix(secure)}.session_token`;
}

/** The token of a Cookie header, when its signature is ours. */
export function sessionTokenOf(cookies: string | undefined, secret: string, secure: boolean): string | undefined {
  const name = `${sessionCookieName(secure)}=`;
  // With several cookies of one name, none is believed: one of them was planted.
  const found = (cookies ?? '').split(/;\s*/).filter((cookie) => cookie.startsWith(name));
  if (found.length !== 1) return undefined;
  let value: string;
  try {
    value = decodeURIComponent((found[0] as string).slice(name.length));
  } catch {
    return undefined;
  }
  const dot = value.lastIndexOf('.');
  if (dot < 1) return undefined;
  const token = value.slice(0, dot);
  const want = Buffer.from(signatureOf(token, secret));
  const got = Buffer.from(value.slice(dot + 1));
  return want.length === got.length && timingSafeEqual(want, got) ? token : undefined;
}

/** A Cookie header without the session's, for a reader that must not believe what `sessionTokenOf` did not. */
export function withoutSessionCookie(cookies: string, secure: boolean): string {
  const name = `${sessionCookieName(secure)}=`;
  return cookies
    .split(/;\s*/)
    .filter((cookie) => !cookie.startsWith(name))
    .join('; ');
}

/** The Set-Cookie header of a new session. */
export function sessionCookie(token: string, secret: string, secure: boolean, maxAgeSeconds: number): string {
  const value = encodeURIComponent(`${token}.${signatureOf(token, secret)}`);
  const attributes = `Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return `${sessionCookieName(secure)}=${value}; ${attributes}`;
}

function signatureOf(token: string, secret: string): string {
  return createHmac('sha256', secret).update(token).digest('base64');
}
