import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SuppressionList } from '#contract/fraud.ts';
import { LIST_KINDS, type ListKind } from '#contract/history.ts';
import type { Client } from '#contract/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select.tsx';
import { createList, LIST_WORDS } from './lists-api.ts';

/** Names a new list and says what being on it means. */
export function NewListDialog({
  client,
  onClose,
  onMade,
}: {
  client: Client;
  onClose: () => void;
  onMade: (list: SuppressionList) => void;
}) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<ListKind>('unsubscribed');
  const [problem, setProblem] = useState<string>();
  const make = async () => {
    try {
      const list = await createList(client.id, { name, kind });
      await queryClient.invalidateQueries({ queryKey: ['suppression-lists'] });
      onClose();
      onMade(list);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It was refused.');
    }
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="New list" className="max-w-[440px]">
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        {problem && (
          <Notice tone="bad" live>
            {problem}
          </Notice>
        )}
        <TextField
          label="Name"
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label="Who is on it"
          value={kind}
          onChange={setKind}
          options={LIST_KINDS.map((value) => ({ value, label: LIST_WORDS[value] }))}
          hint="Phone numbers bar calls on any list."
        />
        <div className="flex justify-end gap-2">
          <Button size="md" onClick={onClose}>
            Keep
          </Button>
          <Button type="submit" size="md" variant="primary" disabled={name.trim() === ''}>
            Make list
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
