import { useQueryClient } from '@tanstack/react-query';
import { Plus, Waypoints } from 'lucide-react';
import { useState } from 'react';
import type { Client, Source } from '#contract/workspace.ts';
import { describeSources } from '../../clients.ts';
import { Form } from '../../form.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { inputClass } from '../../ui/field.tsx';
import { notify } from '../../ui/toast.tsx';
import { useSubmit } from '../../use-submit.ts';
import { SaveBar } from '../save-bar.tsx';
import { SourceRow } from './source-row.tsx';
import { draftOfSource, type SourceDraft, type SourceFaults, sourceOfDraft } from './source-rows.ts';

/** All sources, those with most leads first; only those changed are sent. */
export function SourcesForm({
  client,
  registered,
  leads,
  readOnly,
}: {
  client: Client;
  registered: readonly Source[];
  leads: ReadonlyMap<string, number>;
  readOnly: boolean;
}) {
  const queryClient = useQueryClient();
  const stored = (name: string) =>
    draftOfSource(
      name,
      registered.find((one) => one.name === name),
      client.currency,
    );
  const names = [...new Set([...registered.map((one) => one.name), ...leads.keys()])].sort(
    (a, b) => (leads.get(b) ?? 0) - (leads.get(a) ?? 0) || a.localeCompare(b, 'en'),
  );
  const [drafts, setDrafts] = useState<Record<string, SourceDraft>>({});
  const [added, setAdded] = useState<string[]>([]);
  const [faults, setFaults] = useState<Record<string, SourceFaults>>({});
  const [newName, setNewName] = useState('');
  const submit = useSubmit([]);
  const changed = Object.values(drafts).filter((draft) => JSON.stringify(draft) !== JSON.stringify(stored(draft.name)));

  const save = async () => {
    const results = changed.map((draft) => ({ name: draft.name, ...sourceOfDraft(draft, client.currency) }));
    const wrong = results.filter((one) => one.faults);
    setFaults(Object.fromEntries(wrong.map((one) => [one.name, one.faults ?? {}])));
    if (wrong.length > 0) return;
    const saved = await submit.run(() =>
      describeSources(
        client.id,
        results.flatMap((one) => (one.source ? [one.source] : [])),
      ),
    );
    if (!saved) return;
    notify(results.length === 1 ? 'Source saved' : `${results.length} sources saved`);
    for (const key of ['registered-sources', 'sources', 'overview', 'findings'])
      void queryClient.invalidateQueries({ queryKey: [key] });
  };
  const add = () => {
    const name = newName.trim();
    if (name === '') return;
    if (!names.includes(name)) setAdded([...added.filter((one) => one !== name), name]);
    setDrafts({ ...drafts, [name]: drafts[name] ?? { ...stored(name), kind: stored(name).kind || 'other' } });
    setNewName('');
  };
  const all = [...added.filter((name) => !names.includes(name)), ...names];
  return (
    <Form submit={submit} onSubmit={() => void save()} aria-label="Sources" className="max-w-5xl">
      <p className="max-w-2xl text-xs text-muted">
        The price of a lead puts money to the findings. Age and countries are what a partner promised; leads that are
        older or of another country are marked.
      </p>
      {!readOnly && (
        <div className="flex max-w-md gap-1.5">
          <input
            aria-label="Name of a new source"
            placeholder="New source, such as Trade fair 2026"
            maxLength={200}
            className={inputClass}
            value={newName}
            onChange={(event) => setNewName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
          <Button size="md" icon={<Plus />} disabled={newName.trim() === ''} onClick={add}>
            Add source
          </Button>
        </div>
      )}
      {all.length === 0 ? (
        <div className="panel">
          <Empty icon={<Waypoints />} title="No source yet">
            Sources appear here with the first leads, or add one now.
          </Empty>
        </div>
      ) : (
        <fieldset disabled={readOnly} className="panel min-w-0 divide-y divide-line">
          {all.map((name) => (
            <SourceRow
              key={name}
              draft={drafts[name] ?? stored(name)}
              described={registered.some((one) => one.name === name)}
              leads={leads.get(name) ?? 0}
              currency={client.currency}
              faults={faults[name] ?? {}}
              onChange={(draft) => setDrafts({ ...drafts, [name]: draft })}
            />
          ))}
        </fieldset>
      )}
      {!readOnly && (
        <SaveBar
          submit={submit}
          changed={changed.length > 0}
          onReset={() => {
            setDrafts({});
            setAdded([]);
            setFaults({});
          }}
        />
      )}
    </Form>
  );
}
