import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Form } from '../form.tsx';
import { paths } from '../paths.ts';
import { AppLink } from '../shell/app-link.tsx';
import { Button, buttonClass } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useSubmit } from '../use-submit.ts';
import { authApi } from './auth-api.ts';
import { useEnter } from './enter.ts';
import { FirstSteps } from './first-steps.tsx';
import { FrontPage } from './front-page.tsx';
import { FIRST_CLIENT } from './front-paths.ts';
import { accountFaults, NewAccountFields } from './new-account-fields.tsx';

const route = getRouteApi('/setup');

/** The first account, by the one-time link that the server printed. */
export function SetupPage() {
  const { token } = route.useRouteContext();
  const { setupNeeded } = route.useLoaderData();
  if (!setupNeeded)
    return (
      <FrontPage title="Assay is set up">
        <p className="text-sm text-body">The first account exists already.</p>
        <AppLink to={paths.signIn} className={buttonClass({ variant: 'primary', size: 'md' })}>
          Sign in
        </AppLink>
      </FrontPage>
    );
  if (token === undefined)
    return (
      <FrontPage title="Set up Assay">
        <Notice tone="warn" title="The set-up link is incomplete">
          Copy the whole link that the server printed, with everything after the #. It is good for 15 minutes; start the
          server again for a new one.
        </Notice>
      </FrontPage>
    );
  return (
    <FrontPage
      title="Create the owner account"
      lead="It may do everything here. You invite others later."
      top={<FirstSteps current={0} />}
    >
      <OwnerForm token={token} />
    </FrontPage>
  );
}

function OwnerForm({ token }: { token: string }) {
  const submit = useSubmit(['name', 'email', 'password']);
  const enter = useEnter();
  const [account, setAccount] = useState({ name: '', email: '', password: '' });
  const create = async () => {
    const created = await submit.run(() => authApi.setUp({ token, ...account }), accountFaults(account));
    if (created) await enter(FIRST_CLIENT);
  };
  return (
    <Form submit={submit} onSubmit={() => void create()}>
      <NewAccountFields value={account} onChange={setAccount} submit={submit} />
      <Button type="submit" variant="primary" size="md" disabled={submit.pending} className="mt-1">
        {submit.pending ? 'Creating the account' : 'Create account'}
      </Button>
    </Form>
  );
}
