/** better-auth for people, with the defaults that do not hold mended (docs: security design, section 3). */
import { passkey } from '@better-auth/passkey';
import { APIError, betterAuth } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins';
import type { Database } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { hashPassword, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, passwordFault, verifyPassword } from './password.ts';
import { requestAdapter } from './request-transaction.ts';
import { isOwnOrigin } from './same-origin.ts';
import { cookiePrefix } from './session-cookie.ts';
import { withHashedSessionTokens } from './session-store.ts';
import { SESSION_SECONDS } from './sessions.ts';
import { refuseUsedTotpCode } from './totp-replay.ts';

/** The only header from which better-auth learns the client's address; what a client sends in it is overwritten. */
export const CLIENT_ADDRESS_HEADER = 'x-assay-client-address';
export const AUTH_PATH = '/api/auth';

/** Adding a passkey needs a sign-in not older than this. */
const FRESH_SECONDS = 3600;
const MINUTE_SECONDS = 60;
/** Sign-ins per address; people behind one address are several. */
const SIGN_INS_PER_MINUTE = 10;
const REQUESTS_PER_MINUTE = 120;

export interface AuthOptions {
  db: Database;
  /** 32 bytes from the installation's secrets. */
  sessionKey: Buffer;
  /** The address people use; undefined while only this machine does. */
  publicUrl: string | undefined;
  log: Log;
}

/** What the server signs cookies with; better-auth wants text. */
export function authSecret(sessionKey: Buffer): string {
  return sessionKey.toString('base64url');
}

export function isSecure(publicUrl: string | undefined): boolean {
  return publicUrl?.startsWith('https:') ?? false;
}

export type Auth = ReturnType<typeof createAuth>;

/** The sign-in service. Its routes are opened one by one in auth-routes.ts; everything else of better-auth stays shut. */
export function createAuth({ db, sessionKey, publicUrl, log }: AuthOptions) {
  const secure = isSecure(publicUrl);
  const host = publicUrl === undefined ? 'localhost' : new URL(publicUrl).hostname;
  return betterAuth({
    appName: 'Assay',
    baseURL: publicUrl ?? 'http://localhost',
    basePath: AUTH_PATH,
    secret: authSecret(sessionKey),
    trustedOrigins: async (request) => {
      const origin = request?.headers.get('origin');
      return origin && isOwnOrigin(origin, request?.headers.get('host') ?? undefined, publicUrl) ? [origin] : [];
    },
    database: withHashedSessionTokens(requestAdapter(db)),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: {
      modelName: 'auth_user',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'auth_session',
      fields: {
        userId: 'user_id',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: SESSION_SECONDS,
      // Use is noted in updated_at by our own reader; the end stays where sign-in put it.
      disableSessionRefresh: true,
      freshAge: FRESH_SECONDS,
    },
    account: {
      modelName: 'auth_account',
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'auth_verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
      storeIdentifier: 'hashed',
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'auth_rate_limit',
      fields: { lastRequest: 'last_request' },
      window: MINUTE_SECONDS,
      max: REQUESTS_PER_MINUTE,
      customRules: {
        '/sign-in/email': { window: MINUTE_SECONDS, max: SIGN_INS_PER_MINUTE },
        '/change-password': { window: MINUTE_SECONDS, max: SIGN_INS_PER_MINUTE },
        '/two-factor/*': { window: MINUTE_SECONDS, max: SIGN_INS_PER_MINUTE },
      },
    },
    advanced: {
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      cookiePrefix: cookiePrefix(secure),
      // This option would put a second prefix, `__Secure-`, in front; the attribute is set by itself.
      useSecureCookies: false,
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: () => uuidv7() },
    },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        if (ctx.path === '/two-factor/verify-totp') await refuseUsedTotpCode(db, ctx);
        if (ctx.path.startsWith('/two-factor/verify-'))
          return { context: { body: { ...ctx.body, trustDevice: false } } };
        if (ctx.path !== '/change-password') return;
        const fault = passwordFault(String(ctx.body?.newPassword ?? ''), ['assay']);
        if (fault) throw new APIError('UNPROCESSABLE_ENTITY', { code: 'PASSWORD_REFUSED', message: fault });
        return { context: { body: { ...ctx.body, revokeOtherSessions: true } } };
      }),
    },
    plugins: [
      twoFactor({
        issuer: 'Assay',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'auth_two_factor',
            fields: {
              backupCodes: 'backup_codes',
              userId: 'user_id',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
      passkey({
        rpID: host,
        rpName: 'Assay',
        // A passkey replaces password and second factor together, so the device must have checked its owner.
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: async ({ verification }) => {
            if (!verification.registrationInfo?.userVerified) throw unverifiedPasskey();
          },
        },
        authentication: {
          afterVerification: async ({ verification }) => {
            if (!verification.authenticationInfo.userVerified) throw unverifiedPasskey();
          },
        },
        schema: {
          passkey: {
            modelName: 'auth_passkey',
            fields: {
              publicKey: 'public_key',
              userId: 'user_id',
              credentialID: 'credential_id',
              deviceType: 'device_type',
              backedUp: 'backed_up',
              createdAt: 'created_at',
            },
          },
        },
      }),
    ],
    telemetry: { enabled: false },
    logger: {
      // Its messages may quote what a person typed; the kind of fault is in our own answer and audit log.
      level: 'error',
      log: (level) => log.debug({ level }, 'better-auth'),
    },
    onAPIError: {
      onError: (error) => {
        if (!(error instanceof APIError)) log.error({ err: error }, 'sign-in failed inside');
      },
    },
  });
}

function unverifiedPasskey(): APIError {
  return new APIError('UNAUTHORIZED', {
    code: 'USER_NOT_VERIFIED',
    message: 'The device must ask for a fingerprint, face or PIN.',
  });
}
