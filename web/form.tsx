import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import { cn } from './ui/cn.ts';
import { Notice } from './ui/notice.tsx';
import type { Submit } from './use-submit.ts';

/** A form that sends once, says what was refused, and puts the focus on the first field at fault. */
export function Form({
  submit,
  onSubmit,
  className,
  children,
  ...props
}: Omit<ComponentProps<'form'>, 'onSubmit'> & { submit: Submit; onSubmit: () => void; children: ReactNode }) {
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!submit.pending) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [submit.pending]);
  return (
    <form
      ref={ref}
      noValidate
      aria-busy={submit.pending}
      className={cn('grid gap-3', className)}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
        // Faults found before sending change no pending state; look once they are drawn.
        requestAnimationFrame(() => ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      }}
      {...props}
    >
      {submit.problem && (
        <Notice tone="bad" live>
          {submit.problem}
        </Notice>
      )}
      {children}
    </form>
  );
}
