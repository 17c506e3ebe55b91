/** Signing in, by the endpoints under /api/auth, and the two links that make accounts. */

import type * as z from 'zod';
import type { InvitationAccept, InvitationOffer, SetupCreate } from '#contract/people.ts';
import type { Me } from '#contract/workspace.ts';
import { ApiError, api, request } from '../api.ts';
import { answerPasskey } from './passkey.ts';

const AUTH = '/api/auth';
const post = <T = unknown>(path: string, body: unknown) => request<T>('POST', `${AUTH}${path}`, { body });

export const authApi = {
  /** True when the password was right and a second factor is asked for. */
  signIn: async (email: string, password: string): Promise<boolean> =>
    (await post<{ twoFactorRedirect?: boolean }>('/sign-in/email', { email, password })).twoFactorRedirect === true,
  verifyTotp: (code: string) => post('/two-factor/verify-totp', { code }),
  verifyBackupCode: (code: string) => post('/two-factor/verify-backup-code', { code }),
  signInByPasskey: async () => {
    const options = await request<PublicKeyCredentialRequestOptionsJSON>(
      'GET',
      `${AUTH}/passkey/generate-authenticate-options`,
    );
    await post('/passkey/verify-authentication', { response: await answerPasskey(options) });
  },

  setupNeeded: async () => (await request<{ needed: boolean }>('GET', '/setup')).needed,
  setUp: (body: SetupCreate) => request<{ id: string }>('POST', '/setup', { body }),
  invitation: (token: string) =>
    request<z.infer<typeof InvitationOffer>>('GET', `/invitations/${encodeURIComponent(token)}`),
  accept: (token: string, body: InvitationAccept) =>
    request<{ id: string }>('POST', `/invitations/${encodeURIComponent(token)}`, { body }),
};

/** The person signed in, or null. Asked here and not by the shared query, whose failure leads to this very page. */
export const whoIsSignedIn = (): Promise<Me | null> =>
  api.me().catch((error: unknown) => {
    if (error instanceof ApiError) return null;
    throw error;
  });
