import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Form } from '../form.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { useSubmit } from '../use-submit.ts';
import { authApi } from './auth-api.ts';
import { passkeyObstacle } from './passkey.ts';

/** E-mail and password, or a passkey instead of both. */
export function PasswordStep({ onDone, onCodeNeeded }: { onDone: () => void; onCodeNeeded: () => void }) {
  const submit = useSubmit(['email', 'password']);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = async () => {
    const codeNeeded = await submit.run(() => authApi.signIn(email.trim(), password), {
      email: !email.includes('@') && 'Enter your e-mail address.',
      password: password === '' && 'Enter your password.',
    });
    if (codeNeeded === undefined) return;
    if (codeNeeded) onCodeNeeded();
    else onDone();
  };
  const byPasskey = async () => {
    const done = await submit.run(async () => {
      await authApi.signInByPasskey();
      return true;
    });
    if (done) onDone();
  };
  return (
    <Form submit={submit} onSubmit={() => void signIn()}>
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username webauthn"
        autoCapitalize="none"
        spellCheck={false}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={submit.errorOf('email')}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={submit.errorOf('password')}
      />
      <Button type="submit" variant="primary" size="md" disabled={submit.pending} className="mt-1">
        {submit.pending ? 'Signing in' : 'Sign in'}
      </Button>
      {passkeyObstacle() === undefined && (
        <Button size="md" icon={<KeyRound />} disabled={submit.pending} onClick={() => void byPasskey()}>
          Use a passkey
        </Button>
      )}
    </Form>
  );
}
