import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useMe } from '../../shell/workspace.ts';
import { Status } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { notify } from '../../ui/toast.tsx';
import { accountApi } from './account-api.ts';
import { AskPassword } from './ask-password.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { ConfirmTotp } from './confirm-totp.tsx';

type Step =
  | { kind: 'idle' }
  | { kind: 'enable' | 'disable' | 'codes' }
  | { kind: 'confirm'; uri: string; codes: string[] }
  | { kind: 'show'; codes: string[] };

/** A code from an app at every sign-in, beside the password. */
export function SecondStepPanel() {
  const { person } = useMe();
  const queryClient = useQueryClient();
  const [step, setStep] = useState<Step>({ kind: 'idle' });
  const id = useId();
  const back = () => setStep({ kind: 'idle' });
  const refresh = () => {
    for (const key of ['me', 'sessions', 'people']) void queryClient.invalidateQueries({ queryKey: [key] });
  };
  const on = person.two_factor;
  return (
    <Panel
      id={id}
      title="Second step"
      meta={
        <Status tone={on ? 'good' : 'warn'} hollow={!on}>
          {on ? 'On' : 'Off'}
        </Status>
      }
      bodyClassName="grid gap-3 pt-1"
    >
      {step.kind === 'idle' && (
        <>
          <p className="text-xs text-body">
            {on
              ? 'Signing in by password asks for a code from your authenticator app.'
              : 'A stolen password alone then opens nothing: signing in also asks for a code from an app on your phone.'}
          </p>
          <div className="flex flex-wrap gap-2">
            {on ? (
              <>
                <Button size="md" onClick={() => setStep({ kind: 'codes' })}>
                  Make new backup codes
                </Button>
                <Button size="md" variant="danger" onClick={() => setStep({ kind: 'disable' })}>
                  Turn off
                </Button>
              </>
            ) : (
              <Button size="md" variant="primary" onClick={() => setStep({ kind: 'enable' })}>
                Turn on
              </Button>
            )}
          </div>
        </>
      )}
      {step.kind === 'enable' && (
        <AskPassword
          action="Continue"
          onCancel={back}
          onPassword={async (password) => {
            const { totpURI, backupCodes } = await accountApi.enableTwoFactor(password);
            setStep({ kind: 'confirm', uri: totpURI, codes: backupCodes });
          }}
        />
      )}
      {step.kind === 'confirm' && (
        <ConfirmTotp
          uri={step.uri}
          onCancel={back}
          onDone={() => {
            refresh();
            setStep({ kind: 'show', codes: step.codes });
          }}
        />
      )}
      {step.kind === 'codes' && (
        <AskPassword
          action="Make new codes"
          hint="The codes you have now stop working."
          onCancel={back}
          onPassword={async (password) => setStep({ kind: 'show', codes: await accountApi.newBackupCodes(password) })}
        />
      )}
      {step.kind === 'disable' && (
        <AskPassword
          action="Turn off the second step"
          onCancel={back}
          onPassword={async (password) => {
            await accountApi.disableTwoFactor(password);
            refresh();
            back();
            notify('Second step turned off');
          }}
        />
      )}
      {step.kind === 'show' && <BackupCodes codes={step.codes} onDone={back} />}
    </Panel>
  );
}
