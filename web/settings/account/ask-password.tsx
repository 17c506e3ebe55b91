import { useState } from 'react';
import { Form } from '../../form.tsx';
import { Button } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { useSubmit } from '../../use-submit.ts';

/** The password once more, before something that guards the account is changed. */
export function AskPassword({
  action,
  hint,
  onPassword,
  onCancel,
}: {
  action: string;
  hint?: string;
  onPassword: (password: string) => Promise<void>;
  onCancel: () => void;
}) {
  const submit = useSubmit(['password']);
  const [password, setPassword] = useState('');
  return (
    <Form
      submit={submit}
      className="max-w-sm"
      onSubmit={() =>
        void submit.run(() => onPassword(password), { password: password === '' && 'Enter your password.' })
      }
    >
      <PasswordField
        // The step was asked for, and this is its one field.
        autoFocus
        label="Your password"
        autoComplete="current-password"
        hint={hint}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={submit.errorOf('password')}
      />
      <div className="flex gap-2">
        <Button type="submit" size="md" variant="primary" disabled={submit.pending}>
          {action}
        </Button>
        <Button size="md" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </Form>
  );
}
