/** Findings and what is decided about them over the API. */
import { Readable } from 'node:stream';
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import {
  FindingDecide,
  FindingDecision,
  FindingDecisions,
  FindingDetail,
  FindingDetailQuery,
  Findings,
  FindingsQuery,
} from '#contract/findings.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { decideFinding, decisionFile, getFinding, listDecisions, listFindings, undoFinding } from './service.ts';

const BASE = '/api/v1/marketing/leads/findings';
const tags = ['Findings'];
const params = z.object({ id: Id });

export function findingRoutes(app: App, deps: LeadDeps): void {
  app.get(
    BASE,
    {
      schema: {
        tags,
        summary: 'What stands out in a period, most money first, with what was decided about it',
        querystring: FindingsQuery,
        response: { 200: Findings },
      },
    },
    async (request) => await listFindings(deps, principalOf(request), request.query),
  );
  app.get(
    `${BASE}/detail`,
    {
      schema: {
        tags,
        summary: 'One finding with its days, its checks and the dimensions that explain it',
        querystring: FindingDetailQuery,
        response: { 200: FindingDetail },
      },
    },
    async (request) => await getFinding(deps, principalOf(request), request.query),
  );
  app.get(
    `${BASE}/decisions`,
    {
      schema: {
        tags,
        summary: 'What was decided, newest first, with the lists of leads it left',
        querystring: z.object({ client_id: Id.optional() }),
        response: { 200: FindingDecisions },
      },
    },
    async (request) => ({ decisions: await listDecisions(deps, principalOf(request), request.query.client_id) }),
  );
  app.post(
    `${BASE}/decisions`,
    {
      schema: {
        tags,
        summary: 'Decide about a finding: hold its payout, keep its leads from upload, call it fixed, dismiss it',
        description:
          'Its leads are kept by id, whatever comes later. It opens again when a quarter and at least ten more come.',
        body: FindingDecide,
        response: { 201: FindingDecision },
      },
    },
    async (request, reply) => reply.status(201).send(await decideFinding(deps, principalOf(request), request.body)),
  );
  app.delete(
    `${BASE}/decisions/:id`,
    { schema: { tags, summary: 'Undo a decision; its marks go', params, response: { 200: FindingDecision } } },
    async (request) => await undoFinding(deps, principalOf(request), request.params.id),
  );
  app.get(
    `${BASE}/decisions/:id/file`,
    { schema: { tags, summary: 'The leads on the list of a decision as CSV, without personal data', params } },
    async (request, reply) => {
      const { name, lines } = await decisionFile(deps, principalOf(request), request.params.id);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Readable.from(lines));
    },
  );
}
