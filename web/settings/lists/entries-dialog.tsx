import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ENTRIES_AT_ONCE, type SuppressionAdded, type SuppressionList } from '#contract/fraud.ts';
import type { Client } from '#contract/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { inputClass } from '../../ui/field.tsx';
import { int, plural } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { addEntries, linesOf } from './lists-api.ts';

/** Takes addresses, domains and numbers by paste or from a file, and says what became of each. */
export function EntriesDialog({
  client,
  list,
  onClose,
}: {
  client: Client;
  list: SuppressionList;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const id = useId();
  const [text, setText] = useState('');
  const [added, setAdded] = useState<SuppressionAdded>();
  const [problem, setProblem] = useState<string>();
  const [pending, setPending] = useState(false);
  const lines = linesOf(text);
  const send = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      let total: SuppressionAdded | undefined;
      for (let start = 0; start < lines.length; start += ENTRIES_AT_ONCE) {
        const part = await addEntries(client.id, list.id, lines.slice(start, start + ENTRIES_AT_ONCE));
        const refused = part.refused.map((line) => ({ ...line, line: line.line + start }));
        total = {
          list: part.list,
          added: (total?.added ?? 0) + part.added,
          known: (total?.known ?? 0) + part.known,
          refused: [...(total?.refused ?? []), ...refused],
        };
      }
      setAdded(total);
      setText('');
      await queryClient.invalidateQueries({ queryKey: ['suppression-lists'] });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It was refused.');
    }
    setPending(false);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Add to ${list.name}`} className="max-w-[520px]">
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {problem && (
          <Notice tone="bad" live>
            {problem}
          </Notice>
        )}
        {added && (
          <Notice tone={added.refused.length > 0 ? 'warn' : 'good'} live title={`${int(added.added)} added`}>
            {added.known > 0 && <p>{int(added.known)} were on the list already.</p>}
            {added.refused.length > 0 && (
              <p className="num">
                Refused: {added.refused.map(({ line, reason }) => `line ${line} (${reason})`).join(', ')}
              </p>
            )}
            <p>Leads they concern are checked again within a minute.</p>
          </Notice>
        )}
        <div className="grid gap-1">
          <label htmlFor={id} className="text-xs font-medium text-ink">
            Addresses, domains and numbers, one a line
          </label>
          <textarea
            id={id}
            rows={8}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className={`${inputClass} h-auto py-2 font-mono text-xs`}
          />
          <p className="text-2xs text-muted">
            They are turned into keyed hashes at once; nobody can read the list back.
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <label className="text-xs text-muted">
            <span className="sr-only">From a file</span>
            <input
              type="file"
              accept=".csv,.txt,.tsv"
              className="max-w-full text-xs"
              onChange={async (event) => setText((await event.target.files?.[0]?.text()) ?? '')}
            />
          </label>
          <span className="ml-auto flex gap-2">
            <Button size="md" onClick={onClose}>
              {added ? 'Done' : 'Keep'}
            </Button>
            <Button type="submit" size="md" variant="primary" disabled={pending || lines.length === 0}>
              {lines.length === 0 ? 'Add entries' : `Add ${plural(lines.length, 'entry', 'entries')}`}
            </Button>
          </span>
        </div>
      </form>
    </Dialog>
  );
}
