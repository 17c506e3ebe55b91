/** Saved segments, and the one that narrows what is on screen. */
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { LeadFilter } from '#contract/lead-list.ts';
import type { RfmReply } from '#contract/rfm.ts';
import type {
  LeadSegments,
  Segment,
  SegmentChange,
  SegmentList,
  SegmentPreview,
  SegmentSave,
  SegmentVersions,
} from '#contract/segment.ts';
import type { SegmentGroup } from '#contract/segment-rules.ts';
import { request } from './api.ts';

const root = getRouteApi('__root__');

/** The segment of the address; it goes along from page to page like the period. */
export const useSegment = (): string | undefined => root.useSearch().segment;

const base = (clientId: string) => `/clients/${clientId}/segments`;

export const segmentsQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['segments', clientId],
    queryFn: async ({ signal }) => (await request<SegmentList>('GET', base(clientId), { signal })).segments,
  });
/** How many leads the rules hold for, with the newest of them, asked anew for each set. */
export const segmentPreviewQuery = (clientId: string, rules: SegmentGroup) =>
  queryOptions({
    queryKey: ['segment-preview', clientId, rules],
    queryFn: ({ signal }) => request<SegmentPreview>('POST', `${base(clientId)}/preview`, { body: { rules }, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });
export const segmentVersionsQuery = (clientId: string, id: string) =>
  queryOptions({
    queryKey: ['segment-versions', clientId, id],
    queryFn: async ({ signal }) =>
      (await request<SegmentVersions>('GET', `${base(clientId)}/${id}/versions`, { signal })).versions,
  });
export const rfmQuery = (filter: LeadFilter) =>
  queryOptions({
    queryKey: ['rfm', filter],
    queryFn: ({ signal }) => request<RfmReply>('GET', '/marketing/leads/rfm', { query: filter, signal }),
    placeholderData: keepPreviousData,
  });
export const leadSegmentsQuery = (leadId: string) =>
  queryOptions({
    queryKey: ['lead', leadId, 'segments'],
    queryFn: async ({ signal }) =>
      (await request<LeadSegments>('GET', `/marketing/leads/${leadId}/segments`, { signal })).segments,
  });

export const createSegment = (clientId: string, body: SegmentSave) =>
  request<Segment>('POST', base(clientId), { body });
export const changeSegment = (clientId: string, id: string, body: SegmentChange) =>
  request<Segment>('PUT', `${base(clientId)}/${id}`, { body });
export const deleteSegment = (clientId: string, id: string) => request<void>('DELETE', `${base(clientId)}/${id}`);

/** After a segment changed: whatever was narrowed by it asks again. */
export function refreshSegments(queryClient: QueryClient) {
  void queryClient.invalidateQueries();
}
