import type { QueryClient } from '@tanstack/react-query';
import type { ConversionStatus } from '#contract/lead.ts';
import type { LeadSelection, LeadStatusResult } from '#contract/lead-actions.ts';
import { api } from '../api.ts';
import { plural } from '../ui/format.ts';
import { notify, notifyError } from '../ui/toast.tsx';
import { CONVERSION } from './lead-words.ts';
import { refreshLeads } from './queries.ts';

/** As many ids as one request may carry. */
const IDS_AT_ONCE = 10_000;

async function putBack(clientId: string, previous: LeadStatusResult['previous']) {
  for (const [status, ids = []] of Object.entries(previous))
    for (let i = 0; i < ids.length; i += IDS_AT_ONCE)
      await api.setStatus({
        client_id: clientId,
        ids: ids.slice(i, i + IDS_AT_ONCE),
        conversion_status: status as ConversionStatus,
        reason: 'Undone',
      });
}

/** Moves leads to a status at once; the toast can take it back. */
export async function changeStatus(
  queryClient: QueryClient,
  selection: LeadSelection,
  conversion_status: ConversionStatus,
) {
  try {
    const { changed, unchanged, previous } = await api.setStatus({ ...selection, conversion_status });
    refreshLeads(queryClient);
    const undo = async () => {
      try {
        await putBack(selection.client_id, previous);
        notify('Undone');
      } catch (error) {
        notifyError('Not everything could be put back', error);
      }
      refreshLeads(queryClient);
    };
    notify(`${plural(changed, 'lead')} now ${CONVERSION[conversion_status].label.toLowerCase()}`, {
      description: unchanged > 0 ? `${plural(unchanged, 'lead')} had that status already.` : undefined,
      undo: changed > 0 ? () => void undo() : undefined,
    });
  } catch (error) {
    notifyError('The status did not change', error);
  }
}
