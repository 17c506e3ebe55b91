/** Who sends a request: a person by the session cookie, or a program by its API key. */
import type { FastifyRequest } from 'fastify';
import { CLIENT_ACTIONS, type ClientAction, type Principal } from '../platform/access.ts';
import type { Database } from '../platform/db.ts';
import type { AccessCache, Loaded } from './access-cache.ts';
import { accessOfPerson } from './access-of-person.ts';
import { authSecret, isSecure } from './auth.ts';
import { findUsableKey, noteKeyUse } from './queries-keys.ts';
import { setLimit } from './rate-limiter.ts';
import { requireOwnOrigin } from './same-origin.ts';
import { sessionTokenOf } from './session-cookie.ts';
import { readSession } from './sessions.ts';
import { hashOfToken, isApiKey } from './tokens.ts';

const SESSION_CACHE_SECONDS = 10;
const KEY_CACHE_SECONDS = 60;

export interface AuthenticatorOptions {
  db: Database;
  access: AccessCache;
  sessionKey: Buffer;
  publicUrl: string | undefined;
  clock: () => Date;
}

export type Authenticator = (request: FastifyRequest) => Promise<Principal | undefined>;

/**
 * Makes the function that answers who sends a request; undefined for nobody known. A request with an Authorization
 * header is judged by it alone. Throws 403 for a changing request with a cookie that another origin's page sent.
 */
export function authenticator({ db, access, sessionKey, publicUrl, clock }: AuthenticatorOptions): Authenticator {
  const secret = authSecret(sessionKey);
  const secure = isSecure(publicUrl);

  return async (request) => {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) {
      const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      if (key === undefined || !isApiKey(key)) return undefined;
      const hash = hashOfToken(key);
      return await access.remember(`key ${hash.toString('hex')}`, () => principalOfKey(db, hash, clock()));
    }
    const token = sessionTokenOf(cookie, secret, secure);
    if (token === undefined) return undefined;
    requireOwnOrigin(request.method, request.headers, publicUrl);
    const hash = hashOfToken(token).toString('hex');
    return await access.remember(`session ${hash}`, () => principalOfSession(db, token, clock()));
  };
}

async function principalOfSession(db: Database, token: string, now: Date): Promise<Loaded<Principal> | undefined> {
  const session = await readSession(db, token, now);
  const person = session && (await accessOfPerson(db, session.userId));
  if (!person) return undefined;
  return { value: person.principal, dependsOn: [person.principal.id], seconds: SESSION_CACHE_SECONDS };
}

/** A key may do what it was made for, as far as its maker may still do it. */
async function principalOfKey(db: Database, hash: Buffer, now: Date): Promise<Loaded<Principal> | undefined> {
  const key = await findUsableKey(db, hash, now);
  const maker = key && (await accessOfPerson(db, key.created_by));
  if (!maker) return undefined;
  await noteKeyUse(db, key.id, now);
  const clients = new Map<string, ReadonlySet<ClientAction>>();
  for (const id of key.client_ids) {
    const ofMaker = maker.principal.clients.get(id);
    if (ofMaker) clients.set(id, new Set(CLIENT_ACTIONS.filter((a) => ofMaker.has(a) && key.actions.includes(a))));
  }
  const value: Principal = { kind: 'key', id: key.id, label: key.name, clients, organisation: new Set() };
  setLimit(value, { requestsPerMinute: key.requests_per_minute, burst: key.burst });
  const secondsLeft = key.expires_at ? (key.expires_at.getTime() - now.getTime()) / 1000 : Number.POSITIVE_INFINITY;
  return { value, dependsOn: [key.id, key.created_by], seconds: Math.min(KEY_CACHE_SECONDS, secondsLeft) };
}
