import { useQueryClient } from '@tanstack/react-query';
import { Download, Megaphone } from 'lucide-react';
import { useState } from 'react';
import type { LeadExport, LeadFilter } from '#contract/lead-list.ts';
import { startExport } from '../export.ts';
import { useMay } from '../shell/workspace.ts';
import { Button } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import { ConversionDialog } from './conversion-dialog.tsx';

const FORMATS: { value: LeadExport['format']; label: string; hint: string }[] = [
  { value: 'csv', label: 'CSV', hint: 'opens anywhere' },
  { value: 'xlsx', label: 'Excel', hint: 'one sheet' },
  { value: 'ndjson', label: 'NDJSON', hint: 'one lead a line' },
  { value: 'parquet', label: 'Parquet', hint: 'for a warehouse' },
];

/** Exports exactly what the filters on screen show, in the background. */
export function ExportMenu({
  filter,
  clientId,
  label = 'Export',
  columns,
}: {
  filter: LeadFilter;
  clientId: string;
  label?: string;
  /** The standard ones when left out. */
  columns?: readonly string[];
}) {
  const queryClient = useQueryClient();
  const mayExport = useMay('lead.export');
  const mayReveal = useMay('lead.reveal');
  const [uploading, setUploading] = useState(false);
  const [anonymised, setAnonymised] = useState(false);
  const [open, setOpen] = useState(false);
  if (!mayExport) return null;
  const start = (format: LeadExport['format']) => {
    setOpen(false);
    void startExport(queryClient, {
      client_id: clientId,
      format,
      filter,
      anonymised,
      ...(columns ? { columns: [...columns] } : {}),
    });
  };
  return (
    <>
      <Popover
        title={label}
        align="end"
        open={open}
        onOpenChange={setOpen}
        className="w-60 p-1"
        trigger={
          <Button icon={<Download />} aria-label={label} className="max-md:w-10 max-md:px-0">
            <span className="max-md:sr-only">{label}</span>
          </Button>
        }
      >
        <p className="px-2 pt-1.5 pb-1 text-2xs font-medium text-muted">All leads that match, as</p>
        {FORMATS.map((format) => (
          <button
            key={format.value}
            type="button"
            onClick={() => start(format.value)}
            className="flex min-h-7 w-full items-center gap-2 rounded-[5px] px-2 text-sm text-body hover:bg-hover hover:text-ink coarse:min-h-11"
          >
            {format.label}
            <span className="ml-auto text-xs text-muted">{format.hint}</span>
          </button>
        ))}
        <label className="mt-1 flex min-h-8 items-center gap-2 border-t border-line px-2 pt-1 text-xs text-body">
          <input
            type="checkbox"
            className="row-check"
            checked={anonymised}
            onChange={(event) => setAnonymised(event.target.checked)}
          />
          Leave out personal fields
        </label>
        {mayReveal && (
          <button
            type="button"
            onClick={() => {
              setOpen(false);
              setUploading(true);
            }}
            className="mt-1 flex min-h-8 w-full items-center gap-2 border-t border-line px-2 pt-1 text-sm text-body hover:bg-hover hover:text-ink coarse:min-h-11"
          >
            <Megaphone className="size-3.5 text-muted" aria-hidden />
            Conversions for upload
            <span className="ml-auto text-xs text-muted">ad platforms</span>
          </button>
        )}
      </Popover>
      {uploading && <ConversionDialog filter={filter} clientId={clientId} onClose={() => setUploading(false)} />}
    </>
  );
}
