import type { QueryClient } from '@tanstack/react-query';
import type { CheckResult } from '#contract/audit.ts';
import { api } from '../../api.ts';
import { notify, notifyError } from '../../ui/toast.tsx';
import { refreshLeads } from '../queries.ts';

const FIELDS = ['email', 'phone', 'name'] as const;

/** Takes over the value a check suggests. With the right to reveal, the earlier value is kept at hand for an undo. */
export async function acceptSuggestion(queryClient: QueryClient, id: string, check: CheckResult, mayReveal: boolean) {
  const field = FIELDS.find((one) => one === check.family);
  if (!field || check.suggestion === undefined) return;
  try {
    const before = mayReveal ? (await api.reveal(id)).lead[field] : undefined;
    await api.patchLead(id, { [field]: check.suggestion, reason: `Suggested by ${check.id}` });
    refreshLeads(queryClient);
    const undo = async () => {
      try {
        await api.patchLead(id, { [field]: before, reason: 'Undone' });
        notify('Undone');
      } catch (error) {
        notifyError('The earlier value could not be put back', error);
      }
      refreshLeads(queryClient);
    };
    notify('Suggestion taken over, lead checked again', { undo: before === undefined ? undefined : () => void undo() });
  } catch (error) {
    notifyError('The lead did not change', error);
  }
}
