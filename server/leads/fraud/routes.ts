/** Fraud over the API: the evidence of a lead, decisions about it, the behaviour of sources, and lists. */
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import {
  FraudDecision,
  LeadFraud,
  SourceBehaviour,
  SourceBehaviourQuery,
  SuppressionAdded,
  SuppressionEntries,
  SuppressionList,
  SuppressionListCreate,
} from '#contract/fraud.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { sourceBehaviour } from './behaviour.ts';
import { decideFraud, undoFraudDecision } from './decide.ts';
import { getLeadFraud } from './inspect.ts';
import { addEntries, createList, deleteList, suppressionLists } from './lists.ts';

const LEAD = '/api/v1/marketing/leads/:id/fraud';
const LISTS = '/api/v1/clients/:client_id/suppression-lists';
const tags = ['Fraud'];
const one = z.object({ id: Id });
const ofClient = z.object({ client_id: Id });
const ofList = z.object({ client_id: Id, list_id: Id });
/** Twenty thousand addresses and their quotes. */
const ENTRIES_BYTES = 4 * 1024 * 1024;

export function fraudRoutes(app: App, deps: LeadDeps): void {
  app.get(
    LEAD,
    { schema: { tags, summary: 'What speaks for fraud, and against', params: one, response: { 200: LeadFraud } } },
    async (request) => await getLeadFraud(deps, principalOf(request), request.params.id),
  );
  app.put(
    `${LEAD}/decision`,
    {
      schema: {
        tags,
        summary: 'Decide whether the lead is fraud, with a reason',
        description: 'Stands above the checks from now on, whatever is audited or delivered again.',
        params: one,
        body: FraudDecision,
        response: { 200: LeadFraud },
      },
    },
    async (request) => await decideFraud(deps, principalOf(request), request.params.id, request.body),
  );
  app.delete(
    `${LEAD}/decision`,
    { schema: { tags, summary: 'Take the decision back', params: one, response: { 200: LeadFraud } } },
    async (request) => await undoFraudDecision(deps, principalOf(request), request.params.id),
  );
  app.get(
    '/api/v1/clients/:client_id/source-behaviour',
    {
      schema: {
        tags,
        summary: 'Hours, bursts, crowds and click times of a source',
        params: ofClient,
        querystring: SourceBehaviourQuery,
        response: { 200: SourceBehaviour },
      },
    },
    async (request) => await sourceBehaviour(deps, principalOf(request), request.params.client_id, request.query),
  );
  app.get(
    LISTS,
    {
      schema: {
        tags,
        summary: 'Lists of whom not to write to or call',
        params: ofClient,
        response: { 200: z.object({ lists: z.array(SuppressionList) }) },
      },
    },
    async (request) => await suppressionLists(deps, principalOf(request), request.params.client_id),
  );
  app.post(
    LISTS,
    {
      schema: {
        tags,
        summary: 'Make a list',
        params: ofClient,
        body: SuppressionListCreate,
        response: { 201: SuppressionList },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await createList(deps, principalOf(request), request.params.client_id, request.body)),
  );
  app.post(
    `${LISTS}/:list_id/entries`,
    {
      bodyLimit: ENTRIES_BYTES,
      schema: {
        tags,
        summary: 'Add addresses, domains and numbers; only keyed hashes are kept',
        params: ofList,
        body: SuppressionEntries,
        response: { 200: SuppressionAdded },
      },
    },
    async (request) => {
      const { client_id, list_id } = request.params;
      return await addEntries(deps, principalOf(request), client_id, list_id, request.body);
    },
  );
  app.delete(
    `${LISTS}/:list_id`,
    { schema: { tags, summary: 'Delete a list', params: ofList, response: { 204: z.null() } } },
    async (request, reply) => {
      await deleteList(deps, principalOf(request), request.params.client_id, request.params.list_id);
      return reply.status(204).send(null);
    },
  );
}
