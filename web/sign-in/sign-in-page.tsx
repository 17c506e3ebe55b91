import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Notice } from '../ui/notice.tsx';
import { useEnter } from './enter.ts';
import { FrontPage } from './front-page.tsx';
import { PasswordStep } from './password-step.tsx';
import { SecondFactorStep } from './second-factor-step.tsx';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { return: wanted } = route.useSearch();
  const { setupNeeded } = route.useLoaderData();
  const enter = useEnter();
  const [askCode, setAskCode] = useState(false);
  const onDone = () => void enter(wanted);
  if (setupNeeded)
    return (
      <FrontPage title="Set up Assay">
        <Notice title="This installation has no account yet">
          Open the set-up link that the server printed when it started. It is good for 15 minutes; start the server
          again for a new one.
        </Notice>
      </FrontPage>
    );
  return askCode ? (
    <FrontPage title="Second step" lead="Your password was right. One code more and you are in.">
      <SecondFactorStep onDone={onDone} onBack={() => setAskCode(false)} />
    </FrontPage>
  ) : (
    <FrontPage
      title="Sign in"
      lead={wanted ? 'You go back to the page you asked for.' : undefined}
      foot="No account? Ask an administrator for an invitation link."
    >
      <PasswordStep onDone={onDone} onCodeNeeded={() => setAskCode(true)} />
    </FrontPage>
  );
}
