/** One's own account: password, second step, passkeys, sessions. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod';
import type { SignInSession } from '#contract/people.ts';
import { request } from '../../api.ts';
import { createPasskey } from '../../sign-in/passkey.ts';

const AUTH = '/api/auth';
const post = <T = unknown>(path: string, body: unknown) => request<T>('POST', `${AUTH}${path}`, { body });

export type Session = z.infer<typeof SignInSession>;

export interface Passkey {
  id: string;
  name?: string | null;
  createdAt: string;
  backedUp: boolean;
}

export const accountApi = {
  /** All other sessions end with it. */
  changePassword: (currentPassword: string, newPassword: string) =>
    post('/change-password', { currentPassword, newPassword }),
  /** Begins the second step; it counts from the first right code. */
  enableTwoFactor: (password: string) =>
    post<{ totpURI: string; backupCodes: string[] }>('/two-factor/enable', { password }),
  verifyTotp: (code: string) => post('/two-factor/verify-totp', { code }),
  disableTwoFactor: (password: string) => post('/two-factor/disable', { password }),
  newBackupCodes: async (password: string) =>
    (await post<{ backupCodes: string[] }>('/two-factor/generate-backup-codes', { password })).backupCodes,

  async addPasskey(name: string): Promise<void> {
    const options = await request<PublicKeyCredentialCreationOptionsJSON>(
      'GET',
      `${AUTH}/passkey/generate-register-options`,
    );
    await post('/passkey/verify-registration', { response: await createPasskey(options), name });
  },
  removePasskey: (id: string) => post('/passkey/delete-passkey', { id }),
  endSession: (id: string) => request<void>('DELETE', `/sessions/${encodeURIComponent(id)}`),
  endOtherSessions: async () => (await request<{ ended: number }>('DELETE', '/sessions')).ended,
};

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => request<Passkey[]>('GET', `${AUTH}/passkey/list-user-passkeys`, { signal }),
});
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await request<{ sessions: Session[] }>('GET', '/sessions', { signal })).sessions,
});
