import { TextField } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import type { Submit } from '../use-submit.ts';

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

/** What is wrong with a new account before it is sent; the server knows more. */
export const accountFaults = ({ name, email, password }: NewAccount) => ({
  name: name.trim() === '' && 'Enter your name.',
  email: !email.includes('@') && 'Enter your e-mail address.',
  password: password.length < 12 && 'Use at least 12 characters.',
});

/** Name, e-mail and password of somebody new. An invitation fixes the e-mail. */
export function NewAccountFields({
  value,
  onChange,
  submit,
  fixedEmail,
}: {
  value: NewAccount;
  onChange: (value: NewAccount) => void;
  submit: Submit;
  fixedEmail?: boolean;
}) {
  return (
    <>
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        maxLength={120}
        value={value.name}
        onChange={(event) => onChange({ ...value, name: event.target.value })}
        error={submit.errorOf('name')}
      />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        readOnly={fixedEmail}
        hint={fixedEmail ? 'The invitation is for this address.' : undefined}
        value={value.email}
        onChange={(event) => onChange({ ...value, email: event.target.value })}
        error={submit.errorOf('email')}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        maxLength={256}
        hint="At least 12 characters. Several words in a row are easy to keep in mind."
        value={value.password}
        onChange={(event) => onChange({ ...value, password: event.target.value })}
        error={submit.errorOf('password')}
      />
    </>
  );
}
