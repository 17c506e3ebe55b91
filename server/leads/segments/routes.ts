/** Segments over the API. */
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import { RfmQuery, RfmReply } from '#contract/rfm.ts';
import {
  LeadSegments,
  Segment,
  SegmentChange,
  SegmentCount,
  SegmentList,
  SegmentPreview,
  SegmentQuestion,
  SegmentSave,
  SegmentVersions,
} from '#contract/segment.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { countSegment, previewSegment } from './counting.ts';
import { segmentsOfLead } from './membership.ts';
import { getRfm } from './rfm.ts';
import { changeSegment, createSegment, deleteSegment, getSegment, listSegments, segmentVersions } from './service.ts';

const BASE = '/api/v1/clients/:client_id/segments';
const tags = ['Segments'];
const ofClient = z.object({ client_id: Id });
const one = z.object({ client_id: Id, id: Id });

export function segmentRoutes(app: App, deps: LeadDeps): void {
  app.get(
    BASE,
    { schema: { tags, summary: 'The saved segments of a client', params: ofClient, response: { 200: SegmentList } } },
    async (request) => ({ segments: await listSegments(deps, principalOf(request), request.params.client_id) }),
  );
  app.post(
    BASE,
    {
      schema: {
        tags,
        summary: 'Save a segment',
        description: 'Its id then filters every list, number and export as segment=<id>.',
        params: ofClient,
        body: SegmentSave,
        response: { 201: Segment },
      },
    },
    async (request, reply) => {
      const saved = await createSegment(deps, principalOf(request), request.params.client_id, request.body);
      return reply.status(201).send(saved);
    },
  );
  app.post(
    `${BASE}/count`,
    {
      schema: {
        tags,
        summary: 'How many leads rules hold for, saved or not',
        params: ofClient,
        body: SegmentQuestion,
        response: { 200: SegmentCount },
      },
    },
    async (request) => await countSegment(deps, principalOf(request), request.params.client_id, request.body),
  );
  app.post(
    `${BASE}/preview`,
    {
      schema: {
        tags,
        summary: 'How many leads rules hold for, with the newest of them',
        params: ofClient,
        body: SegmentQuestion,
        response: { 200: SegmentPreview },
      },
    },
    async (request) => await previewSegment(deps, principalOf(request), request.params.client_id, request.body),
  );
  app.get(
    `${BASE}/:id`,
    { schema: { tags, summary: 'One segment', params: one, response: { 200: Segment } } },
    async (request) => await getSegment(deps, principalOf(request), request.params.client_id, request.params.id),
  );
  app.put(
    `${BASE}/:id`,
    {
      schema: {
        tags,
        summary: 'Save the next version of a segment',
        params: one,
        body: SegmentChange,
        response: { 200: Segment },
      },
    },
    async (request) => {
      const { client_id, id } = request.params;
      return await changeSegment(deps, principalOf(request), client_id, id, request.body);
    },
  );
  app.delete(
    `${BASE}/:id`,
    {
      schema: {
        tags,
        summary: 'Delete a segment that no other refers to',
        params: one,
        response: { 204: z.null().describe('Deleted') },
      },
    },
    async (request, reply) => {
      await deleteSegment(deps, principalOf(request), request.params.client_id, request.params.id);
      return reply.status(204).send(null);
    },
  );
  app.get(
    `${BASE}/:id/versions`,
    {
      schema: {
        tags,
        summary: 'Every version that was saved of a segment, newest first',
        params: one,
        response: { 200: SegmentVersions },
      },
    },
    async (request) => await segmentVersions(deps, principalOf(request), request.params.client_id, request.params.id),
  );
  app.get(
    '/api/v1/marketing/leads/rfm',
    {
      schema: {
        tags,
        summary: 'People by recency, frequency and monetary value',
        description:
          'Quintiles among all people of the client, 5 the best; filter leads by a cell as rfm=r5f4. Engagements are leads sent in, conversions, and touchpoints but for impressions; value is the revenue of converted leads in the client’s currency.',
        querystring: RfmQuery,
        response: { 200: RfmReply },
      },
    },
    async (request) => await getRfm(deps, principalOf(request), request.query),
  );
  app.get(
    '/api/v1/marketing/leads/:id/segments',
    {
      schema: {
        tags,
        summary: 'The segments that a lead is in',
        params: z.object({ id: Id }),
        response: { 200: LeadSegments },
      },
    },
    async (request) => await segmentsOfLead(deps, principalOf(request), request.params.id),
  );
}
