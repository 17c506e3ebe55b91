import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Copy, Trash2, Users } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { Segment } from '#contract/segment.ts';
import type { SegmentGroup } from '#contract/segment-rules.ts';
import type { Client } from '#contract/workspace.ts';
import { ApiError } from '../../api.ts';
import { paths } from '../../paths.ts';
import { changeSegment, createSegment, deleteSegment, refreshSegments, segmentPreviewQuery } from '../../segments.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { addDays, todayIn } from '../../shell/period.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { plural } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';
import { useSubmit } from '../../use-submit.ts';
import { ExportMenu } from '../export-menu.tsx';
import { Builder } from './builder-context.ts';
import { LiveCount } from './live-count.tsx';
import { RuleGroup } from './rule-group.tsx';
import { finishedRules } from './rule-kinds.ts';
import { useRuleValues } from './use-rule-values.ts';
import { VersionsMenu } from './versions-menu.tsx';

const EMPTY: SegmentGroup = { kind: 'group', match: 'all', rules: [] };
/** Between the last key and the question. */
const PAUSE_MS = 200;
const FAR_BACK_DAYS = 1460;

/** Writes one segment: name, rules, and beside them how many leads they hold for while they are written. */
export function SegmentBuilder({
  client,
  segment,
  onOpen,
}: {
  client: Client;
  /** Undefined for a new one. */
  segment: Segment | undefined;
  /** Another segment takes the place of this one; undefined for none. */
  onOpen: (id: string | undefined) => void;
}) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(segment?.name ?? '');
  const [description, setDescription] = useState(segment?.description ?? '');
  const [rules, setRules] = useState<SegmentGroup>(segment?.rules ?? EMPTY);
  const submit = useSubmit(['name', 'description']);
  const values = useRuleValues(client, segment?.id);
  const { rules: finished, unfinished } = useMemo(() => finishedRules(rules), [rules]);
  const asked = useLater(finished, PAUSE_MS);
  const preview = useQuery(segmentPreviewQuery(client.id, asked));
  const faults = preview.error instanceof ApiError ? preview.error.fields : [];
  const builder = useMemo(
    () => ({
      ...values,
      errorAt: (path: string) => faults.find(({ field }) => field.startsWith(`${path}.`) || field === path)?.message,
    }),
    [values, faults],
  );
  const changed =
    name !== (segment?.name ?? '') ||
    description !== (segment?.description ?? '') ||
    JSON.stringify(rules) !== JSON.stringify(segment?.rules ?? EMPTY);
  const save = async (asNew: boolean) => {
    const body = { name: asNew && segment?.name === name ? `${name} (copy)` : name, description, rules: finished };
    const saved = await submit.run(
      () =>
        segment && !asNew
          ? changeSegment(client.id, segment.id, { ...body, version: segment.version })
          : createSegment(client.id, body),
      { name: name.trim() === '' && 'A segment needs a name' },
    );
    if (!saved) return;
    refreshSegments(queryClient);
    notify(`Segment “${saved.name}” saved`, { description: 'It filters every page of Lead Audit now.' });
    onOpen(saved.id);
  };
  const remove = async () => {
    if (!segment) return;
    try {
      await deleteSegment(client.id, segment.id);
      onOpen(undefined);
      refreshSegments(queryClient);
      const { name: old, description: words, rules: kept } = segment;
      const undo = () =>
        void createSegment(client.id, { name: old, description: words, rules: kept }).then(({ id }) => {
          refreshSegments(queryClient);
          onOpen(id);
        });
      notify(`Segment “${old}” deleted`, { undo });
    } catch (error) {
      notifyError('The segment stays', error);
    }
  };
  const today = todayIn(client.time_zone, new Date());
  return (
    <Builder value={builder}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save(false);
        }}
      >
        <Panel bodyClassName="grid gap-4 pt-4">
          {submit.problem && (
            <Notice tone="bad" live>
              {submit.problem}
            </Notice>
          )}
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField
              label="Name"
              value={name}
              maxLength={100}
              autoComplete="off"
              error={submit.errorOf('name')}
              onChange={(event) => setName(event.target.value)}
            />
            <TextField
              label="What it is for"
              value={description}
              maxLength={500}
              autoComplete="off"
              error={submit.errorOf('description')}
              onChange={(event) => setDescription(event.target.value)}
            />
          </div>
          <RuleGroup group={rules} path="rules" name="Rules" depth={1} onChange={setRules} />
          <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
            <Button type="submit" variant="primary" size="md" disabled={submit.pending || !changed || unfinished > 0}>
              {submit.pending ? 'Saving' : segment ? `Save as version ${segment.version + 1}` : 'Save segment'}
            </Button>
            {segment && (
              <>
                <Button size="md" icon={<Copy />} onClick={() => void save(true)} disabled={unfinished > 0}>
                  Save as new
                </Button>
                <VersionsMenu
                  client={client}
                  segment={segment}
                  onPick={(version) => {
                    setName(version.name);
                    setDescription(version.description);
                    setRules(version.rules);
                  }}
                />
                <Button size="md" variant="danger" icon={<Trash2 />} onClick={() => void remove()}>
                  Delete
                </Button>
              </>
            )}
            {unfinished > 0 && (
              <span className="text-xs text-warn" role="status">
                {plural(unfinished, 'rule')} not finished
              </span>
            )}
            {segment && !changed && (
              <span className="ml-auto flex items-center gap-2">
                <AppLink
                  to={paths.leads}
                  search={{ segment: segment.id, from: addDays(today, -FAR_BACK_DAYS), to: today }}
                  className={buttonClass({ size: 'md' })}
                >
                  <Users aria-hidden />
                  Show leads
                </AppLink>
                <ExportMenu filter={{ client_id: client.id, segment: segment.id }} clientId={client.id} />
              </span>
            )}
          </div>
        </Panel>
        <LiveCount client={client} preview={preview.data} stale={preview.isPlaceholderData || asked !== finished} />
      </form>
    </Builder>
  );
}

/** The value once it has stood still for a while. */
function useLater<T>(value: T, ms: number): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return later;
}
