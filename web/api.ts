/** The one way to the server: typed calls over fetch. A refusal is an ApiError that carries the problem document. */

import type { Analytics, Comparison, Dimension, Grain, Metric, Overview } from '#contract/analytics.ts';
import type { LeadAudit } from '#contract/audit.ts';
import type { FieldError, Problem } from '#contract/common.ts';
import type { ConversionExport } from '#contract/conversions.ts';
import type { Lead, LeadPatch } from '#contract/lead.ts';
import type {
  JobStarted,
  LeadAuditResult,
  LeadDuplicates,
  LeadHistory,
  LeadRevealed,
  LeadSelection,
  LeadStatusChange,
  LeadStatusResult,
} from '#contract/lead-actions.ts';
import type { LeadExport, LeadFacets, LeadFilter, LeadPage, LeadQuery, LeadSearch } from '#contract/lead-list.ts';
import type { SavedView, SavedViewCreate } from '#contract/people.ts';
import type { LeadTimeline } from '#contract/touchpoint.ts';
import type { Client, Job, Me } from '#contract/workspace.ts';
import { addressOf, type Query, READ, takeAhead } from './ask.ts';
import { overviewAsked } from './overview-asked.ts';

/** Sign-in lives beside the versioned API. */
const AUTH = '/api/auth';

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

/** One request, to a path below /api/v1 or to a whole /api path. Writes carry the header that proves they come from this page and not from another site's form. */
export async function request<T>(method: string, path: string, { query, body, signal }: Options = {}): Promise<T> {
  const headers: Record<string, string> = { ...READ.headers };
  if (method !== 'GET') headers['x-assay'] = '1';
  const raw = body instanceof Blob || body instanceof FormData;
  if (body !== undefined && !raw) headers['content-type'] = 'application/json';
  const address = addressOf(path, query);
  const asked = method === 'GET' ? takeAhead(address) : undefined;
  const response = await (
    asked ??
    fetch(address, {
      ...READ,
      method,
      headers,
      body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
      signal,
    })
  ).catch((cause: unknown) => {
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
  /** Id of a saved segment. */
  segment?: string;
}
export const api = {
  me: (signal?: AbortSignal) => request<Me>('GET', '/me', { signal }),
  clients: () => request<{ clients: Client[] }>('GET', '/clients'),
  signOut: () => request<void>('POST', `${AUTH}/sign-out`, { body: {} }),

  overview: ({ client_id, from, to, compare, ...narrowing }: Period & LeadFilter, signal?: AbortSignal) => {
    const { path, query } = overviewAsked(client_id, { from, to, compare }, narrowing);
    return request<Overview>('GET', path, { query, signal });
  },
  analytics: (
    {
      metrics,
      dimensions,
      ...rest
    }: Period & LeadFilter & { metrics: Metric[]; dimensions: Dimension[]; grain?: Grain },
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
  lead: (id: string, signal?: AbortSignal) => request<Lead>('GET', `${LEADS}/${id}`, { signal }),
  audit: (id: string, signal?: AbortSignal) => request<LeadAudit>('GET', `${LEADS}/${id}/audit`, { signal }),
  duplicates: (id: string, signal?: AbortSignal) =>
    request<LeadDuplicates>('GET', `${LEADS}/${id}/duplicates`, { signal }),
  history: (id: string, signal?: AbortSignal) => request<LeadHistory>('GET', `${LEADS}/${id}/history`, { signal }),
  timeline: (id: string, signal?: AbortSignal) => request<LeadTimeline>('GET', `${LEADS}/${id}/timeline`, { signal }),
  reveal: (id: string) => request<LeadRevealed>('POST', `${LEADS}/${id}/reveal`, { body: {} }),
  patchLead: (id: string, body: LeadPatch) => request<Lead>('PATCH', `${LEADS}/${id}`, { body }),
  setStatus: (body: LeadStatusChange) => request<LeadStatusResult>('POST', `${LEADS}/status`, { body }),
  /** A small selection answers at once, a large one with a job. */
  auditLeads: (body: LeadSelection) => request<LeadAuditResult | JobStarted>('POST', `${LEADS}/audit`, { body }),
  exportLeads: (body: LeadExport) => request<JobStarted>('POST', `${LEADS}/export`, { body }),
  exportConversions: (body: ConversionExport) => request<JobStarted>('POST', `${LEADS}/conversions`, { body }),

  jobs: (signal?: AbortSignal) => request<{ jobs: Job[] }>('GET', '/jobs', { signal }),
  cancelJob: (id: string) => request<Job>('POST', `/jobs/${id}/cancel`, { body: {} }),
  jobEvents: (id: string) => new EventSource(addressOf(`/jobs/${id}/events`)),
  jobFile: (id: string) => addressOf(`/jobs/${id}/file`),
  demo: () => request<JobStarted>('POST', '/demo', { body: {} }),

  views: (clientId: string, signal?: AbortSignal) =>
    request<{ views: SavedView[] }>('GET', '/views', { query: { client_id: clientId }, signal }),
  saveView: (body: SavedViewCreate) => request<SavedView>('POST', '/views', { body }),
  deleteView: (id: string) => request<void>('DELETE', `/views/${id}`),
};
