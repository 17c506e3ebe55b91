import type { ComponentProps, ReactNode } from 'react';
import { useId } from 'react';
import { cn } from './cn.ts';

export const inputClass =
  'h-8 w-full min-w-0 rounded-md border border-control bg-panel px-2.5 text-sm text-ink placeholder:text-muted aria-invalid:border-bad-solid disabled:opacity-60 coarse:h-11 coarse:text-lg';

/** A labelled text input with a hint and the server's message for it. */
export function TextField({
  label,
  hint,
  error,
  className,
  ...props
}: ComponentProps<'input'> & { label: string; hint?: ReactNode; error?: string }) {
  const id = useId();
  return (
    <div className={cn('grid gap-1', className)}>
      <label htmlFor={id} className="text-xs font-medium text-ink">
        {label}
      </label>
      <input
        id={id}
        className={inputClass}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        {...props}
      />
      {(error || hint) && (
        <p id={`${id}-note`} className={cn('text-2xs', error ? 'text-bad' : 'text-muted')}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
