import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { Form } from '../../form.tsx';
import { browserZone } from '../../sign-in/guess-place.ts';
import { passkeyObstacle } from '../../sign-in/passkey.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { dateTime } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { notify } from '../../ui/toast.tsx';
import { useSubmit } from '../../use-submit.ts';
import { accountApi, type Passkey, passkeysQuery } from './account-api.ts';

/** Passkeys: a device that knows its owner, instead of password and code. */
export function PasskeysPanel() {
  const { data: passkeys = [] } = useQuery(passkeysQuery);
  const queryClient = useQueryClient();
  const submit = useSubmit(['name']);
  const [name, setName] = useState('');
  const id = useId();
  const obstacle = passkeyObstacle();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['passkeys'] });
  const add = async () => {
    const done = await submit.run(
      async () => {
        await accountApi.addPasskey(name.trim());
        return true;
      },
      { name: name.trim() === '' && 'Name the device, to know the passkey by.' },
    );
    if (!done) return;
    setName('');
    await refresh();
    notify('Passkey added');
  };
  const remove = async (passkey: Passkey) => {
    const done = await submit.run(async () => {
      await accountApi.removePasskey(passkey.id);
      return true;
    });
    if (!done) return;
    await refresh();
    notify('Passkey removed');
  };
  return (
    <Panel id={id} title="Passkeys" meta={String(passkeys.length)} bodyClassName="grid gap-3 pt-1">
      {passkeys.length > 0 && (
        <ul className="divide-y divide-line">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex items-center gap-3 py-2">
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm text-ink">{passkey.name || 'Passkey'}</span>
                <span className="num block text-2xs text-muted">
                  Added {dateTime(passkey.createdAt, browserZone())}
                  {passkey.backedUp && ', kept by your password manager'}
                </span>
              </span>
              <Button variant="danger" disabled={submit.pending} onClick={() => void remove(passkey)}>
                Remove<span className="sr-only"> {passkey.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {obstacle ? (
        <Notice>{obstacle}</Notice>
      ) : (
        <Form
          submit={submit}
          onSubmit={() => void add()}
          className="max-w-md grid-cols-[minmax(0,1fr)_auto] items-start"
        >
          <TextField
            label="Name of the device"
            placeholder="Work laptop"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
            hint="Sign in by fingerprint, face or PIN, without a password."
            error={submit.errorOf('name')}
          />
          <Button type="submit" size="md" icon={<Plus />} className="mt-5" disabled={submit.pending}>
            Add passkey
          </Button>
        </Form>
      )}
    </Panel>
  );
}
