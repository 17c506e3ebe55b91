import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from '../../form.tsx';
import { useClient, useMe } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { CheckGroup } from '../../ui/check-field.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select.tsx';
import { useSubmit } from '../../use-submit.ts';
import { ACTION_WORDS, createKey, KEY_ACTIONS } from './keys-api.ts';

const DAY_MS = 86_400_000;
const LIVES = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: '', label: 'Never' },
];

/** Makes a key and shows it, once. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const me = useMe();
  const client = useClient();
  const submit = useSubmit(['name', 'actions', 'client_ids', 'expires_at', 'requests_per_minute']);
  const [name, setName] = useState('');
  const [actions, setActions] = useState<string[]>(['lead.read', 'lead.write']);
  const [clients, setClients] = useState<string[]>(client ? [client.id] : []);
  const [days, setDays] = useState('365');
  const [rate, setRate] = useState('600');
  const [secret, setSecret] = useState<string>();
  const create = async () => {
    const perMinute = Number(rate);
    const made = await submit.run(
      () =>
        createKey({
          name: name.trim(),
          actions,
          client_ids: clients,
          ...(days ? { expires_at: new Date(Date.now() + Number(days) * DAY_MS).toISOString() } : {}),
          requests_per_minute: perMinute,
          burst: Math.max(1, Math.min(10_000, Math.round(perMinute / 6))),
        }),
      {
        name: name.trim() === '' && 'Enter a name to know the key by.',
        actions: actions.length === 0 && 'Choose at least one action.',
        client_ids: clients.length === 0 && 'Choose at least one client.',
        requests_per_minute:
          (!Number.isInteger(perMinute) || perMinute < 1 || perMinute > 100_000) &&
          'Enter a whole number from 1 to 100,000.',
      },
    );
    if (!made) return;
    void queryClient.invalidateQueries({ queryKey: ['keys'] });
    setSecret(made.key);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Make an API key">
      {secret ? (
        <div className="grid gap-3">
          <Notice tone="good" title={`Key ${name.trim()} made`}>
            Copy it now: it is shown this once, and only its hash is kept.
          </Notice>
          <CopyField label="Key" value={secret} />
          <p className="text-xs text-muted">
            Send it as <code className="font-mono text-2xs">Authorization: Bearer …</code> with each request.
          </p>
          <Button size="md" variant="primary" className="justify-self-end" onClick={onClose}>
            Done
          </Button>
        </div>
      ) : (
        <Form submit={submit} onSubmit={() => void create()}>
          <TextField
            className="content-start"
            label="Name"
            hint="The program that uses it."
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={submit.errorOf('name')}
          />
          <CheckGroup
            legend="It may"
            options={KEY_ACTIONS.map((value) => ({ value, label: ACTION_WORDS[value] }))}
            value={actions}
            onChange={setActions}
            error={submit.errorOf('actions')}
          />
          <CheckGroup
            legend="At"
            options={me.clients.map(({ id, name: label }) => ({ value: id, label }))}
            value={clients}
            onChange={setClients}
            error={submit.errorOf('client_ids')}
          />
          <div className="grid gap-3 sm:grid-cols-2">
            <SelectField
              label="Ends"
              options={LIVES}
              value={days}
              onChange={setDays}
              error={submit.errorOf('expires_at')}
            />
            <TextField
              className="content-start"
              label="Requests a minute"
              inputMode="numeric"
              value={rate}
              onChange={(event) => setRate(event.target.value)}
              error={submit.errorOf('requests_per_minute')}
            />
          </div>
          <div className="flex justify-end gap-2">
            <Button size="md" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" size="md" variant="primary" disabled={submit.pending}>
              Make key
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
