/** Trends and the notes beside them: what this page asks and sends. */
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Annotation, TrendMetric, Trends } from '#contract/trends.ts';
import { request } from '../../api.ts';
import { notify, notifyError } from '../../ui/toast.tsx';
import type { PeriodChoice } from '../queries.ts';

const BASE = '/marketing/leads';

export const trendsQuery = (
  clientId: string,
  period: PeriodChoice,
  metric: TrendMetric,
  source: string | undefined,
  segment?: string,
) =>
  queryOptions({
    queryKey: ['trends', clientId, period.from, period.to, period.compare, metric, source ?? '', segment ?? ''],
    queryFn: ({ signal }) =>
      request<Trends>('GET', `${BASE}/trends`, {
        query: { client_id: clientId, ...period, metric, source, segment },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

const refresh = (queryClient: QueryClient) => queryClient.invalidateQueries({ queryKey: ['trends'] });

export async function addNote(
  queryClient: QueryClient,
  body: { client_id: string; day: string; note: string; source: string },
) {
  try {
    await request<Annotation>('POST', `${BASE}/annotations`, { body });
    notify('Note written');
  } catch (error) {
    notifyError('The note was not written', error);
  }
  await refresh(queryClient);
}

export async function changeNote(queryClient: QueryClient, id: string, change: { day: string; note: string }) {
  try {
    await request<Annotation>('PATCH', `${BASE}/annotations/${id}`, { body: change });
    notify('Note changed');
  } catch (error) {
    notifyError('The note stays as it was', error);
  }
  await refresh(queryClient);
}

/** Deletes at once; the toast writes it again. */
export async function removeNote(queryClient: QueryClient, clientId: string, { id, day, note, source }: Annotation) {
  try {
    await request<void>('DELETE', `${BASE}/annotations/${id}`);
    notify('Note deleted', { undo: () => void addNote(queryClient, { client_id: clientId, day, note, source }) });
  } catch (error) {
    notifyError('The note stays', error);
  }
  await refresh(queryClient);
}
