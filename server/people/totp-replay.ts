/** A one-time code is accepted once: better-auth by itself takes the same code again while its time lasts. */
import { createHmac } from 'node:crypto';
import { APIError } from 'better-auth';
import type { createAuthMiddleware } from 'better-auth/api';
import { symmetricDecrypt } from 'better-auth/crypto';
import { sql } from 'kysely';
import type { Connection, Database } from '../platform/db.ts';

type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

const STEP_SECONDS = 30;
/** Steps before and after now whose codes better-auth accepts. */
const STEPS_AROUND = [-1, 0, 1];

/**
 * Runs before better-auth checks a code. A right code spends its time step (RFC 6238, section 5.2); a code of a step
 * that is spent, or of an older one, is refused like a wrong one. Wrong codes pass, for better-auth to count. The step is
 * spent outside the request's transaction, which has not begun yet: whoever saw the code fail must not get it again.
 */
export async function refuseUsedTotpCode(db: Database, ctx: Context): Promise<void> {
  const userId = await userOfChallenge(ctx);
  const code = ctx.body?.code;
  if (userId === undefined || typeof code !== 'string') return;
  const factor = await ctx.context.adapter.findOne<{ secret: string; lockedUntil?: Date | null }>({
    model: 'twoFactor',
    where: [{ field: 'userId', value: userId }],
  });
  if (!factor || (factor.lockedUntil && factor.lockedUntil > new Date())) return;
  const secret = await symmetricDecrypt({ key: ctx.context.secretConfig, data: factor.secret });
  const now = Math.floor(Date.now() / 1000 / STEP_SECONDS);
  const steps = STEPS_AROUND.map((offset) => now + offset);
  const step = steps.find((candidate) => totpCode(secret, candidate) === code);
  if (step === undefined || (await spendStep(db, userId, step))) return;
  throw new APIError('UNAUTHORIZED', { code: 'INVALID_CODE', message: 'Invalid code' });
}

/** The six-digit code of a time step: HOTP with SHA-1 (RFC 4226, section 5.3). The secret's characters are the key. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) as number) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** True once per person and step, for steps that rise. */
async function spendStep(db: Connection, userId: string, step: number): Promise<boolean> {
  const { rows } = await sql`
    insert into auth_totp_step (user_id, step) values (${userId}, ${step})
    on conflict (user_id) do update set step = excluded.step where auth_totp_step.step < excluded.step
    returning step`.execute(db);
  return rows.length === 1;
}

/** Whose code is asked for: the person signing in, by the cookie of the challenge, or the one signed in. */
async function userOfChallenge(ctx: Context): Promise<string | undefined> {
  const { createAuthCookie, authCookies, secret, internalAdapter } = ctx.context;
  const token = await ctx.getSignedCookie(authCookies.sessionToken.name, secret);
  const session = token ? await internalAdapter.findSession(token) : null;
  if (session && session.session.expiresAt > new Date()) return session.user.id;
  const challenge = await ctx.getSignedCookie(createAuthCookie('two_factor').name, secret);
  return challenge ? (await internalAdapter.findVerificationValue(challenge))?.value : undefined;
}
