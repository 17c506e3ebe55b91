import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Form } from '../../form.tsx';
import { useMe } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { notify } from '../../ui/toast.tsx';
import { useSubmit } from '../../use-submit.ts';
import { accountApi } from './account-api.ts';

export function PasswordPanel() {
  const { person } = useMe();
  const queryClient = useQueryClient();
  const submit = useSubmit(['current', 'next']);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const id = useId();
  const change = async () => {
    const done = await submit.run(
      async () => {
        await accountApi.changePassword(current, next);
        return true;
      },
      {
        current: current === '' && 'Enter your current password.',
        next: next.length < 12 && 'Use at least 12 characters.',
      },
    );
    if (!done) return;
    setCurrent('');
    setNext('');
    void queryClient.invalidateQueries({ queryKey: ['sessions'] });
    notify('Password changed', { description: 'Your other sessions were ended.' });
  };
  return (
    <Panel id={id} title="Password" meta={person.email} bodyClassName="pt-1">
      <Form submit={submit} onSubmit={() => void change()} aria-labelledby={id} className="max-w-sm">
        {/* Password managers take the account from here. */}
        <input type="hidden" name="username" autoComplete="username" value={person.email} readOnly />
        <PasswordField
          label="Current password"
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
          error={submit.errorOf('current')}
        />
        <PasswordField
          label="New password"
          autoComplete="new-password"
          maxLength={256}
          hint="At least 12 characters. Your other sessions end."
          value={next}
          onChange={(event) => setNext(event.target.value)}
          error={submit.errorOf('next')}
        />
        <Button type="submit" size="md" className="justify-self-start" disabled={submit.pending}>
          {submit.pending ? 'Changing' : 'Change password'}
        </Button>
      </Form>
    </Panel>
  );
}
