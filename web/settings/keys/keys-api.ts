/** API keys. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod';
import type { ApiKey, ApiKeyCreate, ApiKeyCreated } from '#contract/people.ts';
import { request } from '../../api.ts';

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }) => (await request<{ keys: ApiKey[] }>('GET', '/keys', { signal })).keys,
});
export const createKey = (body: ApiKeyCreate) => request<z.infer<typeof ApiKeyCreated>>('POST', '/keys', { body });
export const revokeKey = (id: string) => request<void>('DELETE', `/keys/${id}`);

/** What a key can be allowed, in words. */
export const ACTION_WORDS: Record<string, string> = {
  'lead.read': 'Read leads',
  'lead.reveal': 'Reveal personal data',
  'lead.write': 'Add and change leads',
  'lead.audit': 'Audit leads',
  'lead.export': 'Export leads',
  'import.create': 'Import files',
  'scoring.write': 'Change scoring rules',
  'client.manage': 'Change client settings',
  'people.manage': 'Manage people',
  'audit.read': 'Read the audit log',
};
/** People are managed by people only. */
export const KEY_ACTIONS = Object.keys(ACTION_WORDS).filter((action) => action !== 'people.manage');
