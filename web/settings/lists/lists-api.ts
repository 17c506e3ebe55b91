/** Lists of whom not to write to or call. */
import { queryOptions } from '@tanstack/react-query';
import type { SuppressionAdded, SuppressionList, SuppressionListCreate } from '#contract/fraud.ts';
import type { ListKind } from '#contract/history.ts';
import { request } from '../../api.ts';

export const listsQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['suppression-lists', clientId],
    queryFn: async ({ signal }) =>
      (await request<{ lists: SuppressionList[] }>('GET', `/clients/${clientId}/suppression-lists`, { signal })).lists,
  });
export const createList = (clientId: string, body: SuppressionListCreate) =>
  request<SuppressionList>('POST', `/clients/${clientId}/suppression-lists`, { body });
export const addEntries = (clientId: string, listId: string, entries: string[]) =>
  request<SuppressionAdded>('POST', `/clients/${clientId}/suppression-lists/${listId}/entries`, { body: { entries } });
export const deleteList = (clientId: string, listId: string) =>
  request<void>('DELETE', `/clients/${clientId}/suppression-lists/${listId}`);

export const LIST_WORDS: Record<ListKind, string> = {
  unsubscribed: 'Unsubscribed from e-mail',
  suppressed: 'Not to be written to',
  bounced: 'Mail bounced',
  complained: 'Complained of mail',
  do_not_call: 'Not to be called',
};

/** Lines of a text or the first column of a CSV file, without quotes and blanks. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) =>
      (line.split(/[,;\t]/)[0] ?? '')
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    )
    .filter(Boolean);
}
