import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Client, ClientSettings } from '#contract/workspace.ts';
import { changeClient } from '../../clients.ts';
import { Form } from '../../form.tsx';
import { CheckField, CheckGroup } from '../../ui/check-field.tsx';
import { countryOptions, currencyOptions, zoneOptions } from '../../ui/country-names.ts';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SelectField } from '../../ui/select.tsx';
import { TagInput } from '../../ui/tag-input.tsx';
import { notify } from '../../ui/toast.tsx';
import { useSubmit } from '../../use-submit.ts';
import { SaveBar } from '../save-bar.tsx';
import { fieldWord, parseField } from './field-words.ts';

const FIELDS = [
  'name',
  'currency',
  'time_zone',
  'country',
  'settings.required_fields',
  'settings.consent_required',
  'settings.duplicate_window_days',
];
const CHANNELS: { value: ClientSettings['consent_required'][number]; label: string }[] = [
  { value: 'email', label: 'E-mail' },
  { value: 'phone', label: 'Phone calls' },
  { value: 'sms', label: 'Text messages' },
  { value: 'post', label: 'Post' },
];

const draftOf = ({ name, currency, time_zone, country = '', settings }: Client) => ({
  name,
  currency,
  time_zone,
  country,
  ...settings,
  duplicate_window_days: String(settings.duplicate_window_days),
});

export function ClientForm({ client, readOnly }: { client: Client; readOnly: boolean }) {
  const queryClient = useQueryClient();
  const submit = useSubmit(FIELDS);
  const [draft, setDraft] = useState(() => draftOf(client));
  const id = useId();
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(client));
  const days = Number(draft.duplicate_window_days);
  const save = async () => {
    const { name, currency, time_zone, country, company_email_wanted, consent_required, required_fields } = draft;
    const saved = await submit.run(
      () =>
        changeClient(client.id, {
          name,
          ...(currency === client.currency ? {} : { currency }),
          time_zone,
          ...(country ? { country } : {}),
          settings: { company_email_wanted, consent_required, required_fields, duplicate_window_days: days },
        }),
      {
        name: name.trim() === '' && 'Enter a name.',
        'settings.duplicate_window_days':
          (!Number.isInteger(days) || days < 1 || days > 3650) && 'Enter whole days from 1 to 3650.',
      },
    );
    if (!saved) return;
    await queryClient.invalidateQueries({ queryKey: ['me'] });
    setDraft(draftOf(saved));
    notify('Client saved');
  };
  return (
    <Form submit={submit} onSubmit={() => void save()} aria-label={`Settings of ${client.name}`}>
      {readOnly && <Notice>You may look at these settings. Administrators of {client.name} change them.</Notice>}
      <fieldset disabled={readOnly} className="grid min-w-0 gap-4">
        <Panel id={`${id}-who`} title="Who it is and how it counts" bodyClassName="grid gap-3 pt-1 sm:grid-cols-2">
          <TextField
            label="Name"
            className="content-start"
            maxLength={120}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
            error={submit.errorOf('name')}
          />
          <SelectField
            label="Country"
            hint="Phone numbers without a country code are read as numbers of this country."
            options={[
              // The server keeps a country once there is one.
              ...(client.country ? [] : [{ value: '', label: 'Several countries' }]),
              ...countryOptions(),
            ]}
            value={draft.country}
            onChange={(country) => set({ country })}
            error={submit.errorOf('country')}
          />
          <SelectField
            label="Currency"
            disabled={client.leads > 0}
            hint={client.leads > 0 ? 'Fixed, because revenue is stored in it.' : 'Fixed once there are leads.'}
            options={currencyOptions()}
            value={draft.currency}
            onChange={(currency) => set({ currency })}
            error={submit.errorOf('currency')}
          />
          <SelectField
            label="Time zone"
            hint="Days begin and end in it."
            options={zoneOptions(draft.time_zone)}
            value={draft.time_zone}
            onChange={(time_zone) => set({ time_zone })}
            error={submit.errorOf('time_zone')}
          />
        </Panel>
        <Panel id={`${id}-must`} title="What a lead must hold" bodyClassName="grid gap-4 pt-1">
          <TagInput
            label="Required fields"
            hint="A lead without one of them is incomplete. Type a field, such as Company or custom.budget, and press Enter."
            value={draft.required_fields}
            onChange={(required_fields) => set({ required_fields })}
            parse={parseField}
            show={fieldWord}
            error={submit.errorOf('settings.required_fields')}
          />
          <CheckGroup
            legend="Consent needed for"
            hint="A lead without it may not be contacted this way."
            options={CHANNELS}
            value={draft.consent_required}
            onChange={(consent_required) => set({ consent_required })}
            error={submit.errorOf('settings.consent_required')}
          />
          <CheckField
            label="Company e-mail wanted"
            hint="Speaks against addresses at free mailboxes such as gmail.com."
            checked={draft.company_email_wanted}
            onChange={(event) => set({ company_email_wanted: event.target.checked })}
          />
          <TextField
            label="Duplicate window, days"
            hint="A second lead of the same person within it is a duplicate; after that it counts as new."
            inputMode="numeric"
            className="max-w-72"
            value={draft.duplicate_window_days}
            onChange={(event) => set({ duplicate_window_days: event.target.value })}
            error={submit.errorOf('settings.duplicate_window_days')}
          />
          <p className="text-2xs text-muted">
            Leads audited before keep their result until they are audited again, from the leads table.
          </p>
        </Panel>
      </fieldset>
      {!readOnly && <SaveBar submit={submit} changed={changed} onReset={() => setDraft(draftOf(client))} />}
    </Form>
  );
}
