import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CollectSite, ConsentMode } from '#contract/collect.ts';
import { Form } from '../../form.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select.tsx';
import { TagInput } from '../../ui/tag-input.tsx';
import { notify } from '../../ui/toast.tsx';
import { useSubmit } from '../../use-submit.ts';
import { parseOrigin } from './origins.ts';
import { changeSite, createSite } from './sites-api.ts';

const MODES: { value: ConsentMode; label: string }[] = [
  { value: 'ask', label: 'The page tells the tag when the visitor consented' },
  { value: 'granted', label: 'The page loads the tag only after consent' },
];

/** Adds a site or changes one. */
export function SiteDialog({
  clientId,
  site,
  onClose,
}: {
  clientId: string;
  site: CollectSite | undefined;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const submit = useSubmit(['name', 'origins', 'consent']);
  const [name, setName] = useState(site?.name ?? '');
  const [origins, setOrigins] = useState(site?.origins ?? []);
  const [consent, setConsent] = useState<ConsentMode>(site?.consent ?? 'ask');
  const save = async () => {
    const body = { name: name.trim(), origins, consent };
    const saved = await submit.run(() => (site ? changeSite(clientId, site.id, body) : createSite(clientId, body)), {
      name: name.trim() === '' && 'Enter a name to know the site by.',
      origins: origins.length === 0 && 'Enter at least one address, such as www.example.com.',
    });
    if (!saved) return;
    await queryClient.invalidateQueries({ queryKey: ['collect-sites', clientId] });
    notify(site ? `${saved.name} changed` : `${saved.name} added`);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={site ? `Change ${site.name}` : 'Add a site'}>
      <Form submit={submit} onSubmit={() => void save()}>
        <TextField
          label="Name"
          maxLength={120}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={submit.errorOf('name')}
        />
        <TagInput
          label="Addresses of its pages"
          hint="Events from other addresses are refused. Type one, such as www.example.com, and press Enter."
          value={origins}
          onChange={setOrigins}
          parse={parseOrigin}
          error={submit.errorOf('origins')}
        />
        <SelectField
          label="Consent"
          options={MODES}
          value={consent}
          onChange={(value) => setConsent(value as ConsentMode)}
          error={submit.errorOf('consent')}
        />
        <div className="flex justify-end gap-2">
          <Button size="md" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" size="md" variant="primary" disabled={submit.pending}>
            {site ? 'Save' : 'Add site'}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
