/** Prediction over the API: the model, its drift, fitting, versions, and the reasons of one lead. */
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import {
  LeadPrediction,
  Prediction,
  PredictionChange,
  PredictionDrift,
  PredictionFit,
  PredictionStarted,
} from '#contract/prediction.ts';
import { jobReply } from '../../jobs/queries.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { getDrift } from './drift.ts';
import { changePrediction, fitPrediction, getLeadPrediction, getPrediction } from './service.ts';

const BASE = '/api/v1/clients/:client_id/prediction';
const tags = ['Prediction'];
const params = z.object({ client_id: Id });

export function predictionRoutes(app: App, deps: LeadDeps): void {
  app.get(
    BASE,
    {
      schema: {
        tags,
        summary: 'The conversion model in force, and its versions',
        params,
        response: { 200: Prediction },
      },
    },
    async (request) => await getPrediction(deps, principalOf(request), request.params.client_id),
  );
  app.get(
    `${BASE}/drift`,
    {
      schema: {
        tags,
        summary: 'Whether the newest leads still look like those the model has learnt from',
        params,
        response: { 200: PredictionDrift },
      },
    },
    async (request) => await getDrift(deps, principalOf(request), request.params.client_id),
  );
  app.post(
    `${BASE}/fit`,
    {
      schema: {
        tags,
        summary: 'Fit a model to what is known now, as a job; all leads are scored by it',
        params,
        body: PredictionFit,
        response: { 202: PredictionStarted },
      },
    },
    async (request, reply) => {
      const job = await fitPrediction(deps, principalOf(request), request.params.client_id, request.body);
      return reply.status(202).send({ job: jobReply(job) });
    },
  );
  app.put(
    `${BASE}/version`,
    {
      schema: {
        tags,
        summary: 'Put a kept version in force; all leads are scored by it, as a job',
        params,
        body: PredictionChange,
        response: { 202: PredictionStarted },
      },
    },
    async (request, reply) => {
      const { client_id } = request.params;
      const job = await changePrediction(deps, principalOf(request), client_id, request.body.version);
      return reply.status(202).send({ job: jobReply(job) });
    },
  );
  app.get(
    '/api/v1/marketing/leads/:id/prediction',
    {
      schema: {
        tags,
        summary: 'How likely the lead converts, and why',
        params: z.object({ id: Id }),
        response: { 200: LeadPrediction },
      },
    },
    async (request) => await getLeadPrediction(deps, principalOf(request), request.params.id),
  );
}
