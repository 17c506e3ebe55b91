/** Trends and annotations over the API. */
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import { Annotation, AnnotationChange, AnnotationCreate, Trends, TrendsQuery } from '#contract/trends.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { changeAnnotation, createAnnotation, removeAnnotation } from './annotations.ts';
import { getTrends } from './trends.ts';

const BASE = '/api/v1/marketing/leads';
const tags = ['Trends'];
const params = z.object({ id: Id });

export function trendRoutes(app: App, deps: LeadDeps): void {
  app.get(
    `${BASE}/trends`,
    {
      schema: {
        tags,
        summary: 'History with season and days that depart, and a forecast with its test',
        description:
          'What is expected of a day is made from the days before it. The forecast comes with an interval whose width is that of its own errors, and with how it would have done before.',
        querystring: TrendsQuery,
        response: { 200: Trends },
      },
    },
    async (request) => await getTrends(deps, principalOf(request), request.query),
  );
  app.post(
    `${BASE}/annotations`,
    { schema: { tags, summary: 'Write a note beside a day', body: AnnotationCreate, response: { 201: Annotation } } },
    async (request, reply) => reply.status(201).send(await createAnnotation(deps, principalOf(request), request.body)),
  );
  app.patch(
    `${BASE}/annotations/:id`,
    { schema: { tags, summary: 'Change a note', params, body: AnnotationChange, response: { 200: Annotation } } },
    async (request) => await changeAnnotation(deps, principalOf(request), request.params.id, request.body),
  );
  app.delete(
    `${BASE}/annotations/:id`,
    { schema: { tags, summary: 'Delete a note', params, response: { 204: z.null() } } },
    async (request, reply) => {
      await removeAnnotation(deps, principalOf(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}
