import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { Client } from '#contract/workspace.ts';
import { Button } from '../ui/button.tsx';
import { int, plural } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { ColumnRow } from './column-row.tsx';
import { ConstantsPanel } from './constants-panel.tsx';
import { type Draft, obstacleOf } from './draft.ts';
import { fileSize } from './file-size.ts';
import { ReadingPanel } from './reading-panel.tsx';
import { ShapePanel } from './shape-panel.tsx';

/** More columns than this come on request: each carries a list of all fields. */
const COLUMNS_AT_ONCE = 100;

/** What each column means. */
export function ColumnsStep({
  client,
  draft,
  onBack,
  onNext,
}: {
  client: Client;
  draft: Draft;
  onBack: () => void;
  onNext: () => void;
}) {
  const { preview, mapping, upload } = draft;
  const [all, setAll] = useState(false);
  const id = useId();
  const obstacle = obstacleOf(mapping);
  const matched = mapping.columns.filter(({ target }) => target !== 'custom' && target !== 'ignore').length;
  const shown = all ? preview.columns : preview.columns.slice(0, COLUMNS_AT_ONCE);
  return (
    <>
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_300px]">
        <Panel
          id={id}
          title={upload.file_name}
          meta={`${fileSize(upload.bytes)} · ${plural(preview.columns.length, 'column')}, ${int(matched)} matched`}
          bodyClassName="px-0 pb-0"
        >
          {preview.remembered && (
            <Notice className="mx-4 mb-3">Matched as last time a file with these columns came.</Notice>
          )}
          {draft.problem && (
            <Notice tone="bad" live className="mx-4 mb-3">
              {draft.problem}
            </Notice>
          )}
          <ul className="divide-y divide-line border-t border-line">
            {shown.map((column) => (
              <ColumnRow key={`${column.column} ${column.header}`} column={column} draft={draft} />
            ))}
          </ul>
          {shown.length < preview.columns.length && (
            <div className="border-t border-line p-3">
              <Button onClick={() => setAll(true)}>
                Show {plural(preview.columns.length - shown.length, 'more column')}
              </Button>
            </div>
          )}
        </Panel>
        <div className="grid gap-3">
          <ConstantsPanel client={client} draft={draft} />
          <ReadingPanel draft={draft} />
          <ShapePanel key={preview.fingerprint} draft={draft} />
        </div>
      </div>
      <footer className="flex flex-wrap items-center gap-2">
        <Button size="md" icon={<ArrowLeft />} onClick={onBack}>
          Another file
        </Button>
        <span className="ml-auto text-xs text-warn" aria-live="polite">
          {obstacle}
        </span>
        <Button size="md" variant="primary" disabled={obstacle !== undefined} onClick={onNext}>
          Check the rows
          <ArrowRight />
        </Button>
      </footer>
    </>
  );
}
