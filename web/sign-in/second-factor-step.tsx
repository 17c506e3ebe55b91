import { useState } from 'react';
import { Form } from '../form.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useSubmit } from '../use-submit.ts';
import { authApi } from './auth-api.ts';

/** The code of the authenticator app, or one of the backup codes. */
export function SecondFactorStep({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const submit = useSubmit(['code']);
  const [backup, setBackup] = useState(false);
  const [code, setCode] = useState('');
  const verify = async () => {
    const plain = code.replaceAll(/\s/g, '');
    const done = await submit.run(
      async () => {
        await (backup ? authApi.verifyBackupCode(plain) : authApi.verifyTotp(plain));
        return true;
      },
      {
        code: backup ? plain === '' && 'Enter a backup code.' : !/^\d{6}$/.test(plain) && 'The code has six digits.',
      },
    );
    if (done) onDone();
  };
  return (
    <Form submit={submit} onSubmit={() => void verify()}>
      <TextField
        key={backup ? 'backup' : 'totp'}
        autoFocus
        label={backup ? 'Backup code' : 'Code from your authenticator app'}
        name="code"
        inputMode={backup ? 'text' : 'numeric'}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        className="[&_input]:font-mono [&_input]:tracking-widest"
        hint={backup ? 'Each backup code works once.' : 'Six digits that change every 30 seconds.'}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        error={submit.errorOf('code')}
      />
      <Button type="submit" variant="primary" size="md" disabled={submit.pending} className="mt-1">
        {submit.pending ? 'Checking' : 'Sign in'}
      </Button>
      <div className="flex justify-between gap-2">
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
        <Button
          variant="ghost"
          onClick={() => {
            setBackup(!backup);
            setCode('');
            submit.clear();
          }}
        >
          {backup ? 'Use the app instead' : 'Use a backup code'}
        </Button>
      </div>
    </Form>
  );
}
