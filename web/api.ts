/** The one way to the server: typed calls over fetch. A refusal is an ApiError that carries the problem document. */
import type { Analytics, Comparison, Dimension, Grain, Metric, Overview } from '#contract/analytics.ts';
import type { LeadAudit } from '#contract/audit.ts';
import type { FieldError, Problem } from '#contract/common.ts';
import type { ConversionStatus, Lead, LeadPatch, SourceDetails } from '#contract/lead.ts';
import type { LeadExport, LeadFacets, LeadFilter, LeadPage, LeadQuery, LeadSearch } from '#contract/lead-list.ts';
import type { Client, Job, Me } from '#contract/workspace.ts';

const BASE = '/api/v1';

/** A refused or failed request. `fields` names each field at fault; status 0 means that the server was not reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.status = problem.status;
    this.problem = problem;
  }
  get fields(): FieldError[] {
    return this.problem.errors ?? [];
  }
}

export type Query = Record<string, string | number | boolean | undefined | null>;

/** The query string with a leading question mark; empty values are left out. Commas stay readable. */
export function queryString(query: Query = {}): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value != null && value !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value)).replaceAll('%2C', ',')}`);
  return parts.length ? `?${parts.join('&')}` : '';
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = { type: 'about:blank', title: `The server answered ${response.status}`, status: response.status };
  if (!response.headers.get('content-type')?.includes('json')) return fallback;
  return { ...fallback, ...((await response.json()) as Partial<Problem>) };
}

interface Options {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

/** One request. Writes carry the header that proves they come from this page and not from another site's form. */
export async function request<T>(method: string, path: string, { query, body, signal }: Options = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-assay'] = '1';
  const raw = body instanceof Blob || body instanceof FormData;
  if (body !== undefined && !raw) headers['content-type'] = 'application/json';
  const response = await fetch(`${BASE}${path}${queryString(query)}`, {
    method,
    headers,
    credentials: 'same-origin',
    body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
    signal,
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError({ type: 'about:blank', title: 'The server was not reached. Check the connection.', status: 0 });
  });
  if (!response.ok) throw new ApiError(await problemOf(response));
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

const LEADS = '/marketing/leads';

export interface Period {
  client_id: string;
  from: string;
  to: string;
  compare?: Comparison;
}
export interface SavedView {
  id: string;
  name: string;
  page: string;
  /** The query string of the page, without a question mark. */
  query: string;
  shared: boolean;
}
export interface HistoryEvent {
  at: string;
  actor: string;
  kind: string;
  detail?: string | null;
}
/** What the lead's own page adds to the list's row; each part is absent when nothing was delivered. */
export interface LeadDetail extends Lead {
  detail?: {
    message?: string;
    address?: Record<string, string>;
    device?: Record<string, string | number | boolean>;
    form?: Record<string, string | number>;
    consent?: Record<string, string | string[]>;
    custom?: Record<string, string>;
  };
  source_details: SourceDetails;
}
export type DuplicateLead = Lead & { matched_by: string[] };
/** Either the chosen leads or everything that matches a filter. */
export type Selection = { ids: string[] } | { filter: LeadFilter };
export type JobOr<T> = T & { job?: Job };

export const api = {
  me: (signal?: AbortSignal) => request<Me>('GET', '/me', { signal }),
  clients: () => request<{ clients: Client[] }>('GET', '/clients'),
  signOut: () => request<void>('POST', '/auth/sign-out', { body: {} }),

  overview: (query: Period, signal?: AbortSignal) =>
    request<Overview>('GET', `${LEADS}/overview`, { query: { ...query }, signal }),
  analytics: (
    { metrics, dimensions, ...rest }: Period & { metrics: Metric[]; dimensions: Dimension[]; grain?: Grain },
    signal?: AbortSignal,
  ) =>
    request<Analytics>('GET', `${LEADS}/analytics`, {
      query: { ...rest, metrics: metrics.join(','), dimensions: dimensions.join(',') },
      signal,
    }),

  leads: (query: Partial<LeadQuery>, signal?: AbortSignal) => request<LeadPage>('GET', LEADS, { query, signal }),
  searchLeads: (body: LeadSearch, signal?: AbortSignal) =>
    request<LeadPage>('POST', `${LEADS}/search`, { body, signal }),
  facets: (query: LeadFilter, signal?: AbortSignal) => request<LeadFacets>('GET', `${LEADS}/facets`, { query, signal }),
  lead: (id: string, signal?: AbortSignal) => request<LeadDetail>('GET', `${LEADS}/${id}`, { signal }),
  audit: (id: string, signal?: AbortSignal) => request<LeadAudit>('GET', `${LEADS}/${id}/audit`, { signal }),
  duplicates: (id: string, signal?: AbortSignal) =>
    request<{ leads: DuplicateLead[] }>('GET', `${LEADS}/${id}/duplicates`, { signal }),
  history: (id: string, signal?: AbortSignal) =>
    request<{ events: HistoryEvent[] }>('GET', `${LEADS}/${id}/history`, { signal }),
  reveal: (id: string) => request<LeadDetail>('POST', `${LEADS}/${id}/reveal`, { body: {} }),
  patchLead: (id: string, body: LeadPatch) => request<LeadDetail>('PATCH', `${LEADS}/${id}`, { body }),
  setStatus: (body: Selection & { client_id: string; conversion_status: ConversionStatus; reason?: string }) =>
    request<JobOr<{ changed?: number }>>('POST', `${LEADS}/status`, { body }),
  auditLeads: (body: Selection & { client_id: string }) =>
    request<JobOr<{ audited?: number }>>('POST', `${LEADS}/audit`, { body }),
  exportLeads: (body: LeadExport) => request<{ job: Job }>('POST', `${LEADS}/export`, { body }),

  jobs: (clientId: string, signal?: AbortSignal) =>
    request<{ jobs: Job[] }>('GET', '/jobs', { query: { client_id: clientId }, signal }),
  cancelJob: (id: string) => request<void>('POST', `/jobs/${id}/cancel`, { body: {} }),
  jobEvents: (id: string) => new EventSource(`${BASE}/jobs/${id}/events`),
  jobFile: (id: string) => `${BASE}/jobs/${id}/file`,
  demo: () => request<{ job: Job }>('POST', '/demo', { body: {} }),

  views: (clientId: string, signal?: AbortSignal) =>
    request<{ views: SavedView[] }>('GET', '/views', { query: { client_id: clientId }, signal }),
  saveView: (body: Omit<SavedView, 'id'> & { client_id: string }) => request<SavedView>('POST', '/views', { body }),
  deleteView: (id: string) => request<void>('DELETE', `/views/${id}`),
};
