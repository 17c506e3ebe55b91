/** The audit log: pages for the screen, the whole for a file. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { AuditLogExport, AuditLogPage, AuditLogQuery } from '#contract/people.ts';
import { ApiError, request } from '../../api.ts';

export type AuditFilter = Omit<AuditLogQuery, 'limit' | 'cursor'>;
const AT_ONCE = 100;

export const auditLogQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit-log', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request<AuditLogPage>('GET', '/audit-log', { query: { ...filter, limit: AT_ONCE, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Saves what the filter shows, all of it, as a file. */
export async function exportAuditLog(body: AuditLogExport): Promise<void> {
  const response = await fetch('/api/v1/audit-log/export', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-assay': '1' },
    credentials: 'same-origin',
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Partial<ApiError['problem']>;
    throw new ApiError({ type: 'about:blank', title: 'The export was refused.', ...problem, status: response.status });
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `audit-log.${body.format}`;
  link.click();
  URL.revokeObjectURL(address);
}
