import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RoleGrants } from '#contract/people.ts';
import { Form } from '../../form.tsx';
import { useClient } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useSubmit } from '../../use-submit.ts';
import { GrantsFields } from './grants-fields.tsx';
import { invite } from './people-api.ts';

/** Makes an invitation and shows its link, once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const client = useClient();
  const submit = useSubmit(['email', 'roles']);
  const [email, setEmail] = useState('');
  const [grants, setGrants] = useState<RoleGrants>({
    organisation_role: null,
    roles: client ? [{ client_id: client.id, role: 'analyst' }] : [],
  });
  const [url, setUrl] = useState<string>();
  const create = async () => {
    const made = await submit.run(() => invite({ email: email.trim(), ...grants }), {
      email: !email.includes('@') && 'Enter the e-mail address of the person.',
      roles: grants.organisation_role === null && grants.roles.length === 0 && 'Give at least one role.',
    });
    if (!made) return;
    void queryClient.invalidateQueries({ queryKey: ['invitations'] });
    setUrl(made.url);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Invite a person">
      {url ? (
        <div className="grid gap-3">
          <Notice tone="good" title={`Invitation for ${email.trim()} made`}>
            Send them this link yourself. It is shown this once, works once and for seven days.
          </Notice>
          <CopyField label="Invitation link" value={url} />
          <Button size="md" variant="primary" className="justify-self-end" onClick={onClose}>
            Done
          </Button>
        </div>
      ) : (
        <Form submit={submit} onSubmit={() => void create()}>
          <TextField
            label="E-mail"
            type="email"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            hint="The link works for this address only."
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            error={submit.errorOf('email')}
          />
          <GrantsFields value={grants} onChange={setGrants} error={submit.errorOf('roles')} />
          <div className="flex justify-end gap-2">
            <Button size="md" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" size="md" variant="primary" disabled={submit.pending}>
              Make link
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
