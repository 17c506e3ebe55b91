/** The lead API: deliver, look at one, change, audit. Lists and numbers are in routes-list.ts. */
import * as z from 'zod';
import { LeadAudit } from '#contract/audit.ts';
import { Id } from '#contract/common.ts';
import { Lead, LeadCreate, LeadPatch } from '#contract/lead.ts';
import {
  JobStarted,
  LeadAuditResult,
  LeadDelivery,
  LeadDeliveryResult,
  LeadDuplicates,
  LeadHistory,
  LeadRevealed,
  LeadSelection,
  LeadStatusChange,
  LeadStatusResult,
} from '#contract/lead-actions.ts';
import { jobReply } from '../jobs/queries.ts';
import { principalOf } from '../platform/access.ts';
import type { App } from '../platform/http.ts';
import { auditSelection, changeStatus, patchLead } from './change.ts';
import { leadDelivery, validateLead } from './deliver.ts';
import type { LeadDeps } from './deps.ts';
import { getAudit, getDuplicates, getHistory, getLead, revealLead } from './inspect.ts';

const BASE = '/api/v1/marketing/leads';
const tags = ['Leads'];
const one = z.object({ id: Id });
/** A thousand leads with everything that may come with them. */
const DELIVERY_BYTES = 4 * 1024 * 1024;

export function leadRoutes(app: App, deps: LeadDeps): void {
  const deliver = leadDelivery(deps);
  app.post(
    BASE,
    {
      bodyLimit: DELIVERY_BYTES,
      schema: {
        tags,
        summary: 'Deliver one lead, or up to 1,000 of one client',
        description:
          'Stored, audited and scored before the answer. A lead with a known external_id is updated. Repeat safely with the same Idempotency-Key.',
        headers: z.object({ 'idempotency-key': z.string().min(1).max(255).optional() }),
        body: LeadDelivery,
        response: { 200: LeadDeliveryResult, 201: LeadDeliveryResult },
      },
    },
    async (request, reply) => {
      const deliveries = Array.isArray(request.body) ? request.body : [request.body];
      const key = request.headers['idempotency-key'];
      const content = key === undefined ? '' : `POST ${BASE} ${JSON.stringify(request.body)}`;
      const idempotency = key === undefined ? undefined : { key, content };
      const answer = await deliver(principalOf(request), deliveries, idempotency);
      return reply.status(answer.status === 200 ? 200 : 201).send(answer.body);
    },
  );
  app.post(
    `${BASE}/validate`,
    {
      schema: {
        tags,
        summary: 'Audit a lead without storing it',
        body: LeadCreate,
        response: { 200: LeadAudit },
      },
    },
    async (request) => await validateLead(deps, principalOf(request), request.body),
  );
  app.post(
    `${BASE}/audit`,
    {
      schema: {
        tags,
        summary: 'Audit stored leads again',
        description: 'Up to 200 leads are answered at once; a larger selection becomes a job (202).',
        body: LeadSelection,
        response: { 200: LeadAuditResult, 202: JobStarted },
      },
    },
    async (request, reply) => {
      const done = await auditSelection(deps, principalOf(request), request.body);
      if ('job' in done) return reply.status(202).send({ job: jobReply(done.job) });
      return reply.status(200).send(done.result);
    },
  );
  app.post(
    `${BASE}/status`,
    {
      schema: {
        tags,
        summary: 'Move leads to another conversion status',
        body: LeadStatusChange,
        response: { 200: LeadStatusResult },
      },
    },
    async (request) => await changeStatus(deps, principalOf(request), request.body),
  );
  app.get(
    `${BASE}/:id`,
    { schema: { tags, summary: 'One lead, personal values masked', params: one, response: { 200: Lead } } },
    async (request) => await getLead(deps, principalOf(request), request.params.id),
  );
  app.patch(
    `${BASE}/:id`,
    {
      schema: {
        tags,
        summary: 'Change a lead; it is audited again',
        params: one,
        body: LeadPatch,
        response: { 200: Lead },
      },
    },
    async (request) => await patchLead(deps, principalOf(request), request.params.id, request.body),
  );
  app.get(
    `${BASE}/:id/audit`,
    {
      schema: { tags, summary: 'Why the lead scored what it scored', params: one, response: { 200: LeadAudit } },
    },
    async (request) => await getAudit(deps, principalOf(request), request.params.id),
  );
  app.get(
    `${BASE}/:id/duplicates`,
    {
      schema: { tags, summary: 'Leads with the same e-mail or phone', params: one, response: { 200: LeadDuplicates } },
    },
    async (request) => await getDuplicates(deps, principalOf(request), request.params.id),
  );
  app.get(
    `${BASE}/:id/history`,
    { schema: { tags, summary: 'What happened to the lead', params: one, response: { 200: LeadHistory } } },
    async (request) => await getHistory(deps, principalOf(request), request.params.id),
  );
  app.post(
    `${BASE}/:id/reveal`,
    {
      schema: {
        tags,
        summary: 'The personal values of a lead, recorded in the audit log',
        params: one,
        response: { 200: LeadRevealed },
      },
    },
    async (request) => await revealLead(deps, principalOf(request), request.params.id),
  );
}
