import type { QueryClient } from '@tanstack/react-query';
import type { LeadSelection } from '#contract/lead-actions.ts';
import { api } from '../api.ts';
import { trackJob } from '../shell/jobs.ts';
import { plural } from '../ui/format.ts';
import { notify, notifyError } from '../ui/toast.tsx';
import { refreshLeads } from './queries.ts';

/** Runs every check on the chosen leads again. Many leads become a job in the tray. */
export async function checkAgain(queryClient: QueryClient, selection: LeadSelection) {
  try {
    const answer = await api.auditLeads(selection);
    if ('job' in answer) {
      trackJob(queryClient, answer.job);
      return;
    }
    refreshLeads(queryClient);
    notify(`${plural(answer.audits.length, 'lead')} checked`, {
      description: answer.changed
        ? `${plural(answer.changed, 'lead')} changed in score or status.`
        : 'Nothing changed in score or status.',
    });
  } catch (error) {
    notifyError('The check could not run', error);
  }
}
