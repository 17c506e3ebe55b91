/** Findings and decisions: what this page asks and sends. */
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { FindingAction, FindingDecision, FindingDetail, FindingRecord, Findings } from '#contract/findings.ts';
import type { LeadFilter } from '#contract/lead-list.ts';
import { request } from '../../api.ts';
import { notify, notifyError } from '../../ui/toast.tsx';
import { type PeriodChoice, refreshLeads } from '../queries.ts';

const BASE = '/marketing/leads/findings';

/** Period and part of the leads that findings are looked for in. */
export interface Scope {
  period: PeriodChoice;
  /** Filters without client and period; empty for all leads. */
  narrowing: Omit<LeadFilter, 'client_id' | 'from' | 'to'>;
}

export const findingsQuery = (clientId: string, { period, narrowing }: Scope) =>
  queryOptions({
    queryKey: ['findings', clientId, period.from, period.to, period.compare, narrowing],
    queryFn: ({ signal }) =>
      request<Findings>('GET', BASE, { query: { client_id: clientId, ...period, ...narrowing }, signal }),
    placeholderData: keepPreviousData,
  });

export const findingQuery = (clientId: string, { period, narrowing }: Scope, finding: string) =>
  queryOptions({
    queryKey: ['findings', clientId, period.from, period.to, period.compare, narrowing, finding],
    queryFn: ({ signal }) =>
      request<FindingDetail>('GET', `${BASE}/detail`, {
        query: { client_id: clientId, ...period, ...narrowing, finding },
        signal,
      }),
  });

export const decisionsQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['findings', 'decisions', clientId],
    queryFn: async ({ signal }) =>
      (
        await request<{ decisions: FindingDecision[] }>('GET', `${BASE}/decisions`, {
          query: { client_id: clientId },
          signal,
        })
      ).decisions,
  });

/** Where the list of a decision can be fetched. */
export const listHref = (decision: Pick<FindingDecision, 'id'>) => `/api/v1${BASE}/decisions/${decision.id}/file`;

const DONE: Record<FindingAction, string> = {
  dismissed: 'Finding dismissed',
  payout_held: 'Payout held',
  upload_excluded: 'Kept from conversion upload',
  fixed: 'Marked as fixed',
  merged: 'Marked as merged',
};

/** Decides at once; the toast can take it back. */
export async function decide(
  queryClient: QueryClient,
  clientId: string,
  { period, narrowing }: Scope,
  finding: FindingRecord,
  action: FindingAction,
  reason: string | undefined,
) {
  try {
    const made = await request<FindingDecision>('POST', `${BASE}/decisions`, {
      body: { client_id: clientId, ...period, narrowing, finding: finding.id, action, ...(reason ? { reason } : {}) },
    });
    refreshLeads(queryClient);
    notify(DONE[action], { description: finding.title, undo: () => void undo(queryClient, made.id) });
  } catch (error) {
    notifyError('Nothing was decided', error);
  }
}

export async function undo(queryClient: QueryClient, id: string) {
  try {
    const undone = await request<FindingDecision>('DELETE', `${BASE}/decisions/${id}`);
    notify('Decision undone', { description: undone.title });
  } catch (error) {
    notifyError('The decision stands', error);
  }
  refreshLeads(queryClient);
}
