/** Duplicates over the API: the review queue, merging and undoing, answers, and where the lines are. */
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import {
  DuplicatePage,
  DuplicateQuery,
  DuplicateSettings,
  DuplicateSummary,
  LeadPerson,
  MergeCreate,
  MergeListQuery,
  MergePage,
  MergePreview,
  MergeQuestion,
  MergeRecord,
  PairAnswer,
  PairDecision,
  PairDetail,
  PairQuery,
} from '#contract/duplicates.ts';
import { JobStarted } from '#contract/lead-actions.ts';
import { jobReply } from '../../jobs/queries.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { startAutoMerge, undoAutoMerge } from './bulk.ts';
import { decidePair, revokeDecision } from './decide.ts';
import { mergeLeads, undoMerge } from './merge.ts';
import { listMerges } from './merge-log.ts';
import { getPair, getPerson } from './pair.ts';
import { previewMerge } from './preview.ts';
import { listPairs } from './queue.ts';
import { getDuplicateSettings, saveDuplicateSettings } from './settings.ts';
import { duplicateSummary } from './summary.ts';

const BASE = '/api/v1/marketing/duplicates';
const tags = ['Duplicates'];
const one = z.object({ id: Id });
const ofClient = z.object({ client_id: Id });

export function mergingRoutes(app: App, deps: LeadDeps): void {
  app.get(
    BASE,
    {
      schema: {
        tags,
        summary: 'Pairs of leads that may be one person',
        description: 'The review queue, masked. Pages by cursor.',
        querystring: DuplicateQuery,
        response: { 200: DuplicatePage },
      },
    },
    async (request) => await listPairs(deps, principalOf(request), request.query),
  );
  app.get(
    `${BASE}/summary`,
    { schema: { tags, summary: 'Numbers of the queue', querystring: ofClient, response: { 200: DuplicateSummary } } },
    async (request) => await duplicateSummary(deps, principalOf(request), request.query.client_id),
  );
  app.get(
    `${BASE}/pair`,
    {
      schema: {
        tags,
        summary: 'One pair, with what speaks for and against it',
        querystring: PairQuery,
        response: { 200: PairDetail },
      },
    },
    async (request) => await getPair(deps, principalOf(request), request.query),
  );
  app.get(
    '/api/v1/marketing/leads/:id/person',
    {
      schema: {
        tags,
        summary: 'Whom a lead was merged with, and who may be the same person',
        params: one,
        response: { 200: LeadPerson },
      },
    },
    async (request) => await getPerson(deps, principalOf(request), request.params.id),
  );
  mergeRoutes(app, deps);
  answerRoutes(app, deps);
}

function mergeRoutes(app: App, deps: LeadDeps): void {
  app.post(
    `${BASE}/preview`,
    { schema: { tags, summary: 'What a merge would make', body: MergeQuestion, response: { 200: MergePreview } } },
    async (request) => await previewMerge(deps, principalOf(request), request.body),
  );
  app.get(
    `${BASE}/merges`,
    { schema: { tags, summary: 'Merges, newest first', querystring: MergeListQuery, response: { 200: MergePage } } },
    async (request) => await listMerges(deps, principalOf(request), request.query),
  );
  app.post(
    `${BASE}/merges`,
    {
      schema: {
        tags,
        summary: 'Merge leads into one person',
        description:
          'The leads stay as they are; the leading one shows the person’s values. Can be undone at any time.',
        body: MergeCreate,
        response: { 201: MergeRecord },
      },
    },
    async (request, reply) => reply.status(201).send(await mergeLeads(deps, principalOf(request), request.body)),
  );
  app.post(
    `${BASE}/merges/:id/undo`,
    {
      schema: {
        tags,
        summary: 'Undo a merge exactly',
        description: 'As if it had never been made, whatever came later; the leads are kept apart from then on.',
        params: one,
        response: { 200: MergeRecord },
      },
    },
    async (request) => await undoMerge(deps, principalOf(request), request.params.id),
  );
  app.post(
    `${BASE}/auto-merge`,
    { schema: { tags, summary: 'Merge all sure duplicates, as a job', body: ofClient, response: { 202: JobStarted } } },
    async (request, reply) => {
      const job = await startAutoMerge(deps, principalOf(request), request.body.client_id);
      return reply.status(202).send({ job: jobReply(job) });
    },
  );
  app.post(
    `${BASE}/auto-merge/:id/undo`,
    { schema: { tags, summary: 'Undo what such a job merged', params: one, response: { 202: JobStarted } } },
    async (request, reply) => {
      const job = await undoAutoMerge(deps, principalOf(request), request.params.id);
      return reply.status(202).send({ job: jobReply(job) });
    },
  );
}

function answerRoutes(app: App, deps: LeadDeps): void {
  app.post(
    `${BASE}/answers`,
    {
      schema: {
        tags,
        summary: 'Say that two leads are different people, or that it cannot be told',
        body: PairAnswer,
        response: { 201: PairDecision },
      },
    },
    async (request, reply) => reply.status(201).send(await decidePair(deps, principalOf(request), request.body)),
  );
  app.post(
    `${BASE}/answers/:id/undo`,
    { schema: { tags, summary: 'Take an answer back', params: one, response: { 204: z.null() } } },
    async (request, reply) => {
      await revokeDecision(deps, principalOf(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
  app.get(
    `${BASE}/settings`,
    {
      schema: {
        tags,
        summary: 'From which match weight on leads are merged or reviewed',
        querystring: ofClient,
        response: { 200: DuplicateSettings },
      },
    },
    async (request) => await getDuplicateSettings(deps, principalOf(request), request.query.client_id),
  );
  app.put(
    `${BASE}/settings`,
    {
      schema: {
        tags,
        summary: 'Draw the lines anew; leads whose pairs change sides are audited again',
        querystring: ofClient,
        body: DuplicateSettings,
        response: { 200: DuplicateSettings },
      },
    },
    async (request) => await saveDuplicateSettings(deps, principalOf(request), request.query.client_id, request.body),
  );
}
