import { useState } from 'react';
import { Form } from '../../form.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { TextField } from '../../ui/field.tsx';
import { useSubmit } from '../../use-submit.ts';
import { accountApi } from './account-api.ts';
import { QrCode } from './qr-code.tsx';

/** The secret for the authenticator app, and the first code from it. */
export function ConfirmTotp({ uri, onDone, onCancel }: { uri: string; onDone: () => void; onCancel: () => void }) {
  const submit = useSubmit(['code']);
  const [code, setCode] = useState('');
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const verify = async () => {
    const plain = code.replaceAll(/\s/g, '');
    const done = await submit.run(
      async () => {
        await accountApi.verifyTotp(plain);
        return true;
      },
      { code: !/^\d{6}$/.test(plain) && 'The code has six digits.' },
    );
    if (done) onDone();
  };
  return (
    <div className="grid gap-4 sm:grid-cols-[auto_minmax(0,1fr)]">
      <QrCode text={uri} label="QR code with the secret for your authenticator app" />
      <div className="grid content-start gap-3">
        <p className="text-xs text-body">
          Scan the code with an authenticator app, or type the key into it. Then enter the six digits it shows.
        </p>
        <CopyField label="Key, if you cannot scan" value={secret} />
        <Form submit={submit} onSubmit={() => void verify()} className="max-w-xs">
          <TextField
            label="Code from the app"
            inputMode="numeric"
            autoComplete="one-time-code"
            className="[&_input]:font-mono [&_input]:tracking-widest"
            value={code}
            onChange={(event) => setCode(event.target.value)}
            error={submit.errorOf('code')}
          />
          <div className="flex gap-2">
            <Button type="submit" size="md" variant="primary" disabled={submit.pending}>
              Confirm code
            </Button>
            <Button size="md" variant="ghost" onClick={onCancel}>
              Cancel
            </Button>
          </div>
        </Form>
      </div>
    </div>
  );
}
