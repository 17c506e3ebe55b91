import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createClient } from '../clients.ts';
import { Form } from '../form.tsx';
import { paths } from '../paths.ts';
import { AppLink } from '../shell/app-link.tsx';
import { rememberClient } from '../shell/choice.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { countryOptions, currencyOptions, zoneOptions } from '../ui/country-names.ts';
import { TextField } from '../ui/field.tsx';
import { SelectField } from '../ui/select.tsx';
import { useSubmit } from '../use-submit.ts';
import { FirstSteps } from './first-steps.tsx';
import { FrontPage } from './front-page.tsx';
import { browserZone, countryOfZone, currencyOf } from './guess-place.ts';

const route = getRouteApi('/clients/new');

function guess() {
  const timeZone = browserZone();
  const codes = countryOptions().map((option) => option.value);
  const country = countryOfZone(timeZone, codes, navigator.language) ?? '';
  return { name: '', time_zone: timeZone, country, currency: currencyOf(country) ?? 'USD' };
}

/** A client is made here: the first one on the way in, others from the settings. */
export function NewClientPage() {
  const { me } = route.useRouteContext();
  const first = me.clients.length === 0;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const submit = useSubmit(['name', 'currency', 'time_zone', 'country']);
  const [client, setClient] = useState(guess);
  const set = (part: Partial<typeof client>) => setClient({ ...client, ...part });
  const create = async () => {
    const { country, ...rest } = client;
    const created = await submit.run(() => createClient({ ...rest, ...(country ? { country } : {}) }), {
      name: client.name.trim() === '' && 'Enter a name.',
    });
    if (!created) return;
    rememberClient(created.id);
    await queryClient.refetchQueries({ queryKey: ['me'] });
    await navigate({ to: paths.overview, search: { client: created.id } as never });
  };
  return (
    <FrontPage
      title={first ? 'Add your first client' : 'Add a client'}
      lead="A client holds its own leads, counted in its currency and its days."
      top={first && <FirstSteps current={1} />}
      foot={
        !first && (
          <AppLink to={paths.overview} className={buttonClass({ variant: 'ghost' })}>
            Back without adding
          </AppLink>
        )
      }
    >
      <Form submit={submit} onSubmit={() => void create()}>
        <TextField
          label="Name"
          hint="The company whose leads these are. It may be your own."
          maxLength={120}
          autoComplete="organization"
          value={client.name}
          onChange={(event) => set({ name: event.target.value })}
          error={submit.errorOf('name')}
        />
        <SelectField
          label="Country"
          hint="Phone numbers without a country code are read as numbers of this country."
          options={[{ value: '', label: 'Several countries' }, ...countryOptions()]}
          value={client.country}
          onChange={(country) => set({ country, currency: currencyOf(country) ?? client.currency })}
          error={submit.errorOf('country')}
        />
        <SelectField
          label="Currency"
          hint="Cannot be changed once there are leads."
          options={currencyOptions()}
          value={client.currency}
          onChange={(currency) => set({ currency })}
          error={submit.errorOf('currency')}
        />
        <SelectField
          label="Time zone"
          hint="Days begin and end in it."
          options={zoneOptions(client.time_zone)}
          value={client.time_zone}
          onChange={(time_zone) => set({ time_zone })}
          error={submit.errorOf('time_zone')}
        />
        <Button type="submit" variant="primary" size="md" disabled={submit.pending} className="mt-1">
          {submit.pending ? 'Adding the client' : 'Add client'}
        </Button>
      </Form>
    </FrontPage>
  );
}
