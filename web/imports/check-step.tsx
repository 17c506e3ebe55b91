import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft, Play } from 'lucide-react';
import { useId, useState } from 'react';
import type { Client } from '#contract/workspace.ts';
import { Form } from '../form.tsx';
import { trackJob } from '../shell/jobs.ts';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/check-field.tsx';
import { int, plural } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useSubmit } from '../use-submit.ts';
import { type Draft, obstacleOf } from './draft.ts';
import { startImport } from './imports-api.ts';
import { PreviewTable } from './preview-table.tsx';
import { ProblemList } from './problem-list.tsx';

/** What would be stored, what would be refused and why, before anything is. */
export function CheckStep({ client, draft, onBack }: { client: Client; draft: Draft; onBack: () => void }) {
  const { preview, mapping, upload } = draft;
  const [remember, setRemember] = useState(true);
  const [show, setShow] = useState<'values' | 'cells'>('values');
  const [rows, setRows] = useState<'all' | 'problems'>('all');
  const submit = useSubmit([]);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const id = useId();
  const refused = preview.rows.filter((row) => row.rejects.length > 0).length;
  const obstacle = obstacleOf(mapping);
  const start = async () => {
    const started = await submit.run(() =>
      startImport({ client_id: client.id, upload_id: upload.upload_id, shape: preview.shape, mapping, remember }),
    );
    if (!started) return;
    trackJob(queryClient, started.job);
    await queryClient.invalidateQueries({ queryKey: ['imports'] });
    await navigate({ to: '/imports/$id', params: { id: started.id } } as never);
  };
  return (
    <Form submit={submit} onSubmit={() => void start()}>
      {draft.problem && <Notice tone="bad">{draft.problem}</Notice>}
      {preview.rows.length > 0 && refused === preview.rows.length && (
        <Notice tone="bad" title="No row of the preview could be stored">
          Go back and look at the columns: most often one holds something else than it was taken for.
        </Notice>
      )}
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_320px]">
        <Panel
          id={`${id}-rows`}
          title="First rows"
          meta={`${plural(preview.rows.length, 'row')}, ${int(refused)} refused`}
          bodyClassName="px-0 pb-0"
          className="overflow-hidden max-xl:order-2"
          actions={
            <>
              <Segmented
                label="Rows"
                value={rows}
                onChange={setRows}
                options={[
                  { value: 'all', label: 'All' },
                  { value: 'problems', label: 'With problems' },
                ]}
              />
              <Segmented
                label="Values"
                value={show}
                onChange={setShow}
                options={[
                  { value: 'values', label: 'As stored' },
                  { value: 'cells', label: 'As in the file' },
                ]}
              />
            </>
          }
        >
          <PreviewTable preview={preview} mapping={mapping} show={show} onlyProblems={rows === 'problems'} />
        </Panel>
        <Panel
          id={`${id}-problems`}
          title="Problems"
          meta={`in the first ${plural(preview.rows_read, 'row')}`}
          bodyClassName="px-0 pb-0"
        >
          <ProblemList problems={preview.problems} />
        </Panel>
      </div>
      <footer className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button size="md" icon={<ArrowLeft />} onClick={onBack}>
          Columns
        </Button>
        <CheckField
          label="Remember this for the next file with these columns"
          checked={remember}
          onChange={(event) => setRemember(event.target.checked)}
        />
        <span className="ml-auto text-xs text-warn">{obstacle}</span>
        <Button
          type="submit"
          size="md"
          variant="primary"
          icon={<Play />}
          disabled={submit.pending || draft.stale || obstacle !== undefined}
        >
          {submit.pending ? 'Starting' : `Import into ${client.name}`}
        </Button>
      </footer>
    </Form>
  );
}
