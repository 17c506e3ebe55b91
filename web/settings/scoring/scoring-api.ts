/** The scoring rules of a client. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RuleSet, Scoring, ScoringChange, ScoringPreview, ScoringSaved } from '#contract/scoring.ts';
import { request } from '../../api.ts';

export const scoringQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['scoring', clientId],
    queryFn: ({ signal }) => request<Scoring>('GET', `/clients/${clientId}/scoring`, { signal }),
  });
export const saveScoring = (clientId: string, body: ScoringChange) =>
  request<ScoringSaved>('PUT', `/clients/${clientId}/scoring`, { body });
/** What the rules would do, asked anew for each set. */
export const whatIfQuery = (clientId: string, rules: RuleSet) =>
  queryOptions({
    queryKey: ['scoring-preview', clientId, rules],
    queryFn: ({ signal }) =>
      request<ScoringPreview>('POST', `/clients/${clientId}/scoring/preview`, { body: rules, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
