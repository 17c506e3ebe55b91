/** The fraud of single leads and the behaviour of sources. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { FraudDecision, LeadFraud, SourceBehaviour } from '#contract/fraud.ts';
import { request } from '../../api.ts';

export const fraudQuery = (id: string) =>
  queryOptions({
    queryKey: ['lead', id, 'fraud'],
    queryFn: ({ signal }) => request<LeadFraud>('GET', `/marketing/leads/${id}/fraud`, { signal }),
  });
export const decideFraud = (id: string, body: FraudDecision) =>
  request<LeadFraud>('PUT', `/marketing/leads/${id}/fraud/decision`, { body });
export const undoDecision = (id: string) => request<LeadFraud>('DELETE', `/marketing/leads/${id}/fraud/decision`);

export const behaviourQuery = (clientId: string, source: string, period: { from: string; to: string }) =>
  queryOptions({
    queryKey: ['behaviour', clientId, source, period.from, period.to],
    queryFn: ({ signal }) =>
      request<SourceBehaviour>('GET', `/clients/${clientId}/source-behaviour`, {
        query: { source, from: period.from, to: period.to },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
