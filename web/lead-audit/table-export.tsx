import { Download } from 'lucide-react';
import { useState } from 'react';
import type { Problem } from '#contract/common.ts';
import type { TableExport } from '#contract/table-export.ts';
import { ApiError } from '../api.ts';
import { useMay } from '../shell/workspace.ts';
import { Button } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import { notify, notifyError } from '../ui/toast.tsx';

export type TableOnScreen = Pick<TableExport, 'title' | 'columns' | 'rows'>;

const FORMATS = [
  { value: 'csv', label: 'CSV', hint: 'opens anywhere' },
  { value: 'xlsx', label: 'Excel', hint: 'one sheet' },
  { value: 'ndjson', label: 'NDJSON', hint: 'one row a line' },
] as const;

/** Writes the table as it stands on the screen, filters and sort included, into a file. */
export function TableExportMenu({ clientId, table }: { clientId: string; table: () => TableOnScreen }) {
  const mayExport = useMay('lead.export');
  const [open, setOpen] = useState(false);
  if (!mayExport) return null;
  const save = async (format: TableExport['format']) => {
    setOpen(false);
    try {
      const { title, columns, rows } = table();
      await download({ client_id: clientId, format, title, columns, rows });
      notify(`“${title}.${format}” saved`);
    } catch (error) {
      notifyError('The table could not be exported', error);
    }
  };
  return (
    <Popover
      title="Export this table"
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="w-52 p-1"
      trigger={
        <Button icon={<Download />} aria-label="Export table">
          <span className="max-md:sr-only">Export table</span>
        </Button>
      }
    >
      {FORMATS.map((format) => (
        <button
          key={format.value}
          type="button"
          onClick={() => void save(format.value)}
          className="flex min-h-7 w-full items-center gap-2 rounded-[5px] px-2 text-sm text-body hover:bg-hover hover:text-ink coarse:min-h-11"
        >
          {format.label}
          <span className="ml-auto text-xs text-muted">{format.hint}</span>
        </button>
      ))}
    </Popover>
  );
}

/** Fetched and handed to the browser as a file: a form could not carry the header that proves where it comes from. */
async function download(body: TableExport): Promise<void> {
  const answer = await fetch('/api/v1/marketing/leads/table-export', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'x-assay': '1' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new ApiError((await answer.json()) as Problem);
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `${body.title}.${body.format}`;
  link.click();
  URL.revokeObjectURL(address);
}
