/** The conversion model: what its page and the lead drawer ask and send. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { JobStarted } from '#contract/lead-actions.ts';
import type { LeadPrediction, Prediction, PredictionDrift, PredictionFit } from '#contract/prediction.ts';
import { ApiError, request } from '../../api.ts';
import { trackJob } from '../../shell/jobs.ts';
import { notifyError } from '../../ui/toast.tsx';

const base = (clientId: string) => `/clients/${clientId}/prediction`;

export const modelQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['prediction', clientId],
    queryFn: ({ signal }) => request<Prediction>('GET', base(clientId), { signal }),
  });

export const driftQuery = (clientId: string, version: number) =>
  queryOptions({
    queryKey: ['prediction', clientId, 'drift', version],
    queryFn: ({ signal }) => request<PredictionDrift>('GET', `${base(clientId)}/drift`, { signal }),
  });

/** Null while the client has no model. */
export const leadPredictionQuery = (leadId: string) =>
  queryOptions({
    queryKey: ['lead', leadId, 'prediction'],
    queryFn: async ({ signal }) => {
      try {
        return await request<LeadPrediction>('GET', `/marketing/leads/${leadId}/prediction`, { signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 409) return null;
        throw error;
      }
    },
  });

/** Has a model learnt from what is known now; the tray shows how far it is. */
export async function fitModel(queryClient: QueryClient, clientId: string, body: Partial<PredictionFit>) {
  try {
    const { job } = await request<JobStarted>('POST', `${base(clientId)}/fit`, { body });
    trackJob(queryClient, job);
  } catch (error) {
    notifyError('The model was not fitted', error);
  }
}

/** Puts another version in force; all leads are scored by it. */
export async function putInForce(queryClient: QueryClient, clientId: string, version: number) {
  try {
    const { job } = await request<JobStarted>('PUT', `${base(clientId)}/version`, { body: { version } });
    trackJob(queryClient, job);
    await queryClient.invalidateQueries({ queryKey: ['prediction', clientId] });
  } catch (error) {
    notifyError('The version stays as it was', error);
  }
}
