import type { QueryClient } from '@tanstack/react-query';
import type { ConversionExport } from '#contract/conversions.ts';
import type { LeadExport } from '#contract/lead-list.ts';
import { api } from './api.ts';
import { trackJob } from './shell/jobs.ts';
import { notify, notifyError } from './ui/toast.tsx';

/** Starts an export of what a filter shows. The file waits in the tray when it is ready. */
export async function startExport(queryClient: QueryClient, body: LeadExport) {
  try {
    trackJob(queryClient, (await api.exportLeads(body)).job);
    notify('Export started', { description: 'The file will be ready in the tray.' });
  } catch (error) {
    notifyError('The export could not start', error);
  }
}

/** Starts a file for conversion upload. False when it was refused; the reason was told. */
export async function startConversions(queryClient: QueryClient, body: ConversionExport): Promise<boolean> {
  try {
    trackJob(queryClient, (await api.exportConversions(body)).job);
    notify('File started', { description: 'It will be ready in the tray.' });
    return true;
  } catch (error) {
    notifyError('The file could not start', error);
    return false;
  }
}
