/** What the duplicates pages ask the server, and what they tell it. */
import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  DuplicatePage,
  DuplicateSettings,
  DuplicateSummary,
  LeadPerson,
  MergeCreate,
  MergePage,
  MergePreview,
  MergeRecord,
  PairDecision,
  PairDetail,
  PairState,
} from '#contract/duplicates.ts';
import type { JobStarted } from '#contract/lead-actions.ts';
import { request } from '../../api.ts';
import { refreshLeads } from '../queries.ts';

const BASE = '/marketing/duplicates';

export interface QueueChoice {
  client_id: string;
  state: PairState;
  band?: 'auto' | 'review';
  source?: string;
  sort: 'weight' | 'money';
}

export const queueQuery = (choice: QueueChoice) =>
  infiniteQueryOptions({
    queryKey: ['duplicates', 'queue', choice],
    queryFn: ({ pageParam, signal }) =>
      request<DuplicatePage>('GET', BASE, { query: { ...choice, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const summaryQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['duplicates', 'summary', clientId],
    queryFn: ({ signal }) =>
      request<DuplicateSummary>('GET', `${BASE}/summary`, { query: { client_id: clientId }, signal }),
  });

export const pairQuery = (lead_a: string, lead_b: string) =>
  queryOptions({
    queryKey: ['duplicates', 'pair', lead_a, lead_b],
    queryFn: ({ signal }) => request<PairDetail>('GET', `${BASE}/pair`, { query: { lead_a, lead_b }, signal }),
  });

export const personQuery = (lead: string) =>
  queryOptions({
    queryKey: ['duplicates', 'person', lead],
    queryFn: ({ signal }) => request<LeadPerson>('GET', `/marketing/leads/${lead}/person`, { signal }),
  });

/** `reveal` shows personal values; every such question is recorded. */
export const previewQuery = (clientId: string, leads: readonly string[], survivor?: string, reveal?: boolean) =>
  queryOptions({
    queryKey: ['duplicates', 'preview', clientId, leads, survivor, reveal],
    queryFn: ({ signal }) =>
      request<MergePreview>('POST', `${BASE}/preview`, {
        body: { client_id: clientId, leads, survivor, reveal },
        signal,
      }),
    placeholderData: keepPreviousData,
    // What was revealed is forgotten as soon as it is hidden.
    gcTime: reveal ? 0 : undefined,
    retry: false,
  });

export const mergesQuery = (clientId: string) =>
  infiniteQueryOptions({
    queryKey: ['duplicates', 'merges', clientId],
    queryFn: ({ pageParam, signal }) =>
      request<MergePage>('GET', `${BASE}/merges`, {
        query: { client_id: clientId, limit: 30, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });

export const merge = (body: MergeCreate) => request<MergeRecord>('POST', `${BASE}/merges`, { body });
export const undoMerge = (id: string) => request<MergeRecord>('POST', `${BASE}/merges/${id}/undo`, { body: {} });
export const answer = (body: { client_id: string; lead_a: string; lead_b: string; answer: 'different' | 'unsure' }) =>
  request<PairDecision>('POST', `${BASE}/answers`, { body });
export const undoAnswer = (id: string) => request<void>('POST', `${BASE}/answers/${id}/undo`, { body: {} });
export const mergeAll = (clientId: string) =>
  request<JobStarted>('POST', `${BASE}/auto-merge`, { body: { client_id: clientId } });
export const undoMergeAll = (jobId: string) =>
  request<JobStarted>('POST', `${BASE}/auto-merge/${jobId}/undo`, { body: {} });
export const searchAll = (clientId: string) =>
  request<JobStarted>('POST', `${BASE}/search`, { body: { client_id: clientId } });
export const saveSettings = (clientId: string, body: DuplicateSettings) =>
  request<DuplicateSettings>('PUT', `${BASE}/settings`, { query: { client_id: clientId }, body });

/** After persons changed: the queue, and everything that counts or lists leads, ask again. */
export function refreshDuplicates(queryClient: QueryClient) {
  void queryClient.invalidateQueries({ queryKey: ['duplicates'] });
  refreshLeads(queryClient);
}
