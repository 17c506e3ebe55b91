import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person } from '#contract/people.ts';
import { Form } from '../../form.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { notify } from '../../ui/toast.tsx';
import { useSubmit } from '../../use-submit.ts';
import { GrantsFields } from './grants-fields.tsx';
import { setRoles } from './people-api.ts';
import { grantsOf } from './roles.ts';

/** What a person may do, taking effect at once. */
export function RolesDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const queryClient = useQueryClient();
  const submit = useSubmit(['roles']);
  const [grants, setGrants] = useState(() => grantsOf(person));
  const save = async () => {
    const saved = await submit.run(() => setRoles(person.id, grants));
    if (!saved) return;
    for (const key of ['people', 'me']) void queryClient.invalidateQueries({ queryKey: [key] });
    notify(`Roles of ${person.name} saved`);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Roles of ${person.name}`}>
      <Form submit={submit} onSubmit={() => void save()}>
        <GrantsFields value={grants} onChange={setGrants} error={submit.errorOf('roles')} />
        <div className="flex justify-end gap-2">
          <Button size="md" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" size="md" variant="primary" disabled={submit.pending}>
            Save roles
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
