import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Form } from '../form.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useSubmit } from '../use-submit.ts';
import { authApi, whoIsSignedIn } from './auth-api.ts';
import { useEnter } from './enter.ts';
import { FrontPage } from './front-page.tsx';
import { accountFaults, NewAccountFields } from './new-account-fields.tsx';
import { PasswordStep } from './password-step.tsx';
import { SecondFactorStep } from './second-factor-step.tsx';

const route = getRouteApi('/invitation');

/** What an invitation link opens: a new account, or more rights for one that exists. */
export function InvitationPage() {
  const { token } = route.useRouteContext();
  const { offer } = route.useLoaderData();
  if (token === undefined || offer === undefined)
    return (
      <FrontPage title="This invitation does not work">
        <Notice tone="warn">
          It was used, was revoked, is older than seven days, or the link was cut short. Ask for a new one.
        </Notice>
      </FrontPage>
    );
  return offer.account_exists ? (
    <ForAccount token={token} email={offer.email} />
  ) : (
    <FrontPage title="Join Assay" lead="You were invited. Say who you are and choose a password.">
      <NewAccountForm token={token} email={offer.email} />
    </FrontPage>
  );
}

function NewAccountForm({ token, email }: { token: string; email: string }) {
  const submit = useSubmit(['name', 'email', 'password']);
  const enter = useEnter();
  const [account, setAccount] = useState({ name: '', email, password: '' });
  const { name, password } = account;
  const accept = async () => {
    const done = await submit.run(() => authApi.accept(token, { name, password }), accountFaults(account));
    if (done) await enter('/');
  };
  return (
    <Form submit={submit} onSubmit={() => void accept()}>
      <NewAccountFields value={account} onChange={setAccount} submit={submit} fixedEmail />
      <Button type="submit" variant="primary" size="md" disabled={submit.pending} className="mt-1">
        {submit.pending ? 'Creating the account' : 'Create account'}
      </Button>
    </Form>
  );
}

/** The e-mail has an account: its owner signs in, then accepts with one press. */
function ForAccount({ token, email }: { token: string; email: string }) {
  const me = useQuery({ queryKey: ['who-is-signed-in'], queryFn: whoIsSignedIn, staleTime: 0 });
  const [askCode, setAskCode] = useState(false);
  const submit = useSubmit([]);
  const enter = useEnter();
  const onSignedIn = () => {
    setAskCode(false);
    void me.refetch();
  };
  if (me.isPending) return null;
  if (me.data?.person.email === email)
    return (
      <FrontPage title="Accept the invitation" lead={`You are signed in as ${email}.`}>
        <Form
          submit={submit}
          onSubmit={() =>
            void submit.run(() => authApi.accept(token, {})).then((done) => (done ? enter('/') : undefined))
          }
        >
          <Button type="submit" variant="primary" size="md" disabled={submit.pending}>
            Accept invitation
          </Button>
        </Form>
      </FrontPage>
    );
  return (
    <FrontPage title="Sign in to accept" lead={`The invitation is for ${email}, which has an account here.`}>
      {askCode ? (
        <SecondFactorStep onDone={onSignedIn} onBack={() => setAskCode(false)} />
      ) : (
        <PasswordStep onDone={onSignedIn} onCodeNeeded={() => setAskCode(true)} />
      )}
    </FrontPage>
  );
}
