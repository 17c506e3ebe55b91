import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, FileText } from 'lucide-react';
import type { JobStarted } from '#contract/lead-actions.ts';
import type { ReportRequest } from '#contract/reports.ts';
import { splitValues } from '#domain/lead-list/value-list.ts';
import { request } from '../../api.ts';
import { trackJob } from '../../shell/jobs.ts';
import { useMay } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuLabel } from '../../ui/menu.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';

/** Makes the report on one source that can be handed to who sold its leads. `source` as a filter holds it. */
export function ReportMenu({
  clientId,
  source,
  from,
  to,
  compact = false,
}: {
  clientId: string;
  source: string;
  from: string;
  to: string;
  /** Only its sign, on a phone. */
  compact?: boolean;
}) {
  const queryClient = useQueryClient();
  const mayExport = useMay('lead.export');
  const [name, ...others] = splitValues(source);
  if (!mayExport || !name || others.length > 0) return null;
  const start = async (format: ReportRequest['format']) => {
    const body: ReportRequest = { client_id: clientId, source: name, from, to, format };
    try {
      const { job } = await request<JobStarted>('POST', '/marketing/leads/reports', { body });
      trackJob(queryClient, job);
      notify('Report started', { description: 'The file will be ready in the tray.' });
    } catch (error) {
      notifyError('The report could not start', error);
    }
  };
  return (
    <Menu
      align="start"
      width={220}
      trigger={
        <Button
          icon={<FileText />}
          aria-label="Audit report"
          className={compact ? 'max-md:w-10 max-md:px-0' : undefined}
        >
          <span className={compact ? 'max-md:sr-only' : undefined}>Audit report</span>
          <ChevronDown className={compact ? 'max-md:hidden' : undefined} />
        </Button>
      }
    >
      <MenuLabel>For {name}, without personal data</MenuLabel>
      <MenuItem onClick={() => void start('pdf')}>PDF</MenuItem>
      <MenuItem onClick={() => void start('html')}>Web page, one file</MenuItem>
    </Menu>
  );
}
