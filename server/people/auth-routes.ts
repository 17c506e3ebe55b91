/** Opens the parts of better-auth that people use, one by one, with what it lacks around them. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AuditEntry, append } from '../platform/audit-log/append.ts';
import type { Connection, Database } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import type { AccessCache } from './access-cache.ts';
import { findAccountByEmail } from './account-queries.ts';
import { AUTH_PATH, type Auth, authSecret, CLIENT_ADDRESS_HEADER, isSecure } from './auth.ts';
import { inRequestTransaction } from './request-transaction.ts';
import { requireOwnOrigin } from './same-origin.ts';
import { sessionTokenOf, withoutSessionCookie } from './session-cookie.ts';
import { endSession, readSession, type Session } from './sessions.ts';
import { forgetTries, takeTry } from './sign-in-throttle.ts';

interface OpenPath {
  method: 'GET' | 'POST';
  /** What the audit log calls it when it succeeds. */
  action?: string;
  /** A password or code is tried, so the account's tries are counted. */
  guess?: boolean;
  /** Ends in a new session for somebody. */
  signsIn?: boolean;
  /** better-auth asks devices to check their owner if they like; here they must. */
  asksPasskey?: boolean;
}

const OPEN: Record<string, OpenPath> = {
  '/sign-in/email': { method: 'POST', action: 'session.created', guess: true, signsIn: true },
  '/sign-out': { method: 'POST', action: 'session.ended' },
  '/change-password': { method: 'POST', action: 'person.password_changed', guess: true },
  '/two-factor/enable': { method: 'POST', action: 'person.two_factor_begun', guess: true },
  '/two-factor/disable': { method: 'POST', action: 'person.two_factor_removed', guess: true },
  '/two-factor/generate-backup-codes': { method: 'POST', action: 'person.backup_codes_made', guess: true },
  '/two-factor/verify-totp': { method: 'POST', action: 'session.second_factor_passed', signsIn: true },
  '/two-factor/verify-backup-code': { method: 'POST', action: 'session.backup_code_used', signsIn: true },
  '/passkey/generate-register-options': { method: 'GET' },
  '/passkey/verify-registration': { method: 'POST', action: 'person.passkey_added' },
  '/passkey/generate-authenticate-options': { method: 'GET', asksPasskey: true },
  '/passkey/verify-authentication': { method: 'POST', action: 'session.created', signsIn: true },
  '/passkey/list-user-passkeys': { method: 'GET' },
  '/passkey/update-passkey': { method: 'POST', action: 'person.passkey_renamed' },
  '/passkey/delete-passkey': { method: 'POST', action: 'person.passkey_removed' },
};
/** Headers of the request that better-auth may see. */
const PASSED = [
  'cookie',
  'origin',
  'referer',
  'user-agent',
  'host',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
];

export interface AuthRouteDeps {
  db: Database;
  auth: Auth;
  access: AccessCache;
  sessionKey: Buffer;
  publicUrl: string | undefined;
  clock: () => Date;
}

export function authRoutes(app: App, deps: AuthRouteDeps): void {
  for (const [path, open] of Object.entries(OPEN)) {
    app.route({
      method: open.method,
      url: `${AUTH_PATH}${path}`,
      config: { public: true },
      schema: { hide: true },
      handler: (request, reply) => answer(deps, open, request, reply),
    });
  }
}

async function answer(deps: AuthRouteDeps, open: OpenPath, request: FastifyRequest, reply: FastifyReply) {
  const { db, auth, access, publicUrl, clock } = deps;
  requireOwnOrigin(request.method, request.headers, publicUrl);
  const before = await sessionBefore(deps, request);
  const account = open.guess ? await accountTried(db, request, before) : undefined;
  if (account !== undefined) await takeTry(db, account, clock());
  const { response, body, problem, userId } = await inRequestTransaction(db, async (begin) => {
    const response = await auth.handler(asWebRequest(request, publicUrl, before));
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) {
      const problem = problemOf(response, body);
      // Nothing of a fault stays; of a refusal the counters do, and the challenge that was used up.
      if (problem.status >= 500) throw problem;
      const isNoted = response.status === 401 && (open.guess || open.signsIn);
      if (isNoted) await noteRefusal(await begin(), request, account, problem);
      return { response, body, problem };
    }
    // A password that asks for a second factor has signed in nobody yet, whoever this browser was before.
    const userId = userOf(body) ?? (open.signsIn ? undefined : before?.userId);
    // Signing in gives a new session; the one this browser had before must not stay usable.
    const isReplaced = before !== undefined && open.signsIn && setsSession(response);
    if (isReplaced && (await endSession(await begin(), before.userId, before.id))) {
      await append(await begin(), entryOf(request, 'session.ended', before.userId, { type: 'session', id: before.id }));
    }
    if (open.action !== undefined && userId !== undefined) {
      await append(await begin(), entryOf(request, open.action, userId, { type: 'person', id: userId }));
    }
    if (account !== undefined) await forgetTries(await begin(), account, clock());
    return { response, body, userId };
  });
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
  if (problem !== undefined) throw problem;
  // After the commit, so that nothing of before is remembered again; whoever signed in may be somebody else.
  for (const id of new Set([userId, before?.userId])) if (id !== undefined) access.forget(id);
  const answered = withoutTokens(body);
  return await reply
    .status(response.status)
    .send(open.asksPasskey ? { ...(answered as object), userVerification: 'required' } : answered);
}

async function sessionBefore(deps: AuthRouteDeps, request: FastifyRequest): Promise<Session | undefined> {
  const secret = authSecret(deps.sessionKey);
  const token = sessionTokenOf(request.headers.cookie, secret, isSecure(deps.publicUrl));
  return token === undefined ? undefined : await readSession(deps.db, token, deps.clock());
}

/** Whose tries a guess counts against: the account named at sign-in, else the one signed in. */
async function accountTried(db: Database, request: FastifyRequest, session: Session | undefined) {
  const named = (request.body as { email?: unknown } | null)?.email;
  if (session === undefined || request.routeOptions.url === `${AUTH_PATH}/sign-in/email`) {
    return typeof named === 'string' ? named : '';
  }
  const row = await db.selectFrom('auth_user').select('email').where('id', '=', session.userId).executeTakeFirst();
  return row?.email;
}

/** Writes down a refused password or code. Which e-mail was tried is kept as the id of its account, or not at all. */
async function noteRefusal(db: Connection, request: FastifyRequest, account: string | undefined, problem: AppError) {
  const tried = account === undefined ? undefined : await findAccountByEmail(db, account.trim().toLowerCase());
  await append(db, {
    clientId: null,
    actor: { kind: 'anonymous', id: null },
    action: 'session.refused',
    object: { type: 'person', id: tried?.id ?? null },
    detail: { reason: problem.type },
    ip: request.ip,
  });
}

function entryOf(request: FastifyRequest, action: string, personId: string, object: AuditEntry['object']): AuditEntry {
  return { clientId: null, actor: { kind: 'person', id: personId }, action, object, ip: request.ip };
}

/**
 * The request as better-auth reads it. The client's address is the one our server knows, whatever was sent, and a
 * session is there only when our own reader found one: else its end could not be told whose it was.
 */
function asWebRequest(request: FastifyRequest, publicUrl: string | undefined, session: Session | undefined): Request {
  const headers = new Headers({ [CLIENT_ADDRESS_HEADER]: request.ip });
  for (const name of PASSED) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const cookies = headers.get('cookie');
  if (cookies !== null && session === undefined) {
    headers.set('cookie', withoutSessionCookie(cookies, isSecure(publicUrl)));
  }
  const url = new URL(request.url, publicUrl ?? 'http://localhost');
  if (request.method === 'GET') return new Request(url, { headers });
  headers.set('content-type', 'application/json');
  return new Request(url, { method: 'POST', headers, body: JSON.stringify(request.body ?? {}) });
}

function problemOf(response: Response, body: unknown): AppError {
  const { code, message } = (body ?? {}) as { code?: string; message?: string };
  const status = Math.min(response.status, 500);
  const retry = response.headers.get('x-retry-after') ?? response.headers.get('retry-after');
  const slug = status === 429 ? 'too-many-attempts' : (code ?? 'sign-in-refused').toLowerCase().replaceAll('_', '-');
  const detail =
    status === 500 ? 'The fault was logged. Nothing was changed.' : (message ?? 'The sign-in was refused.');
  return new AppError(status, slug, detail, { headers: retry ? { 'retry-after': retry } : {} });
}

function userOf(body: unknown): string | undefined {
  const id = (body as { user?: { id?: unknown } } | null)?.user?.id;
  return typeof id === 'string' ? id : undefined;
}

/** Whether the browser gets another session's cookie, or none in place of the one it had. */
function setsSession(response: Response): boolean {
  return response.headers.getSetCookie().some((cookie) => cookie.includes('session_token='));
}

/** The token belongs into the cookie, where scripts cannot read it, and nowhere else. */
function withoutTokens(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body, (name, value: unknown) => (name === 'token' ? undefined : value)));
}
