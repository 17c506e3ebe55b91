import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { cn } from './cn.ts';
import { inputClass } from './field.tsx';

/** A password that may be pasted, filled by a manager, and looked at. */
export function PasswordField({
  label,
  hint,
  error,
  ...props
}: Omit<ComponentProps<'input'>, 'type'> & { label: string; hint?: ReactNode; error?: string }) {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-xs font-medium text-ink">
        {label}
      </label>
      <span className="relative block">
        <input
          id={id}
          type={shown ? 'text' : 'password'}
          autoCapitalize="none"
          spellCheck={false}
          className={cn(inputClass, 'pr-9')}
          aria-invalid={error ? true : undefined}
          aria-describedby={hint || error ? `${id}-note` : undefined}
          {...props}
        />
        <button
          type="button"
          aria-pressed={shown}
          aria-label="Show characters"
          onClick={() => setShown(!shown)}
          className="absolute inset-y-1 right-1 grid w-7 place-items-center rounded text-muted hover:bg-hover hover:text-ink coarse:w-10"
        >
          {shown ? <EyeOff className="size-4" aria-hidden /> : <Eye className="size-4" aria-hidden />}
        </button>
      </span>
      {(error || hint) && (
        <p id={`${id}-note`} className={cn('text-2xs', error ? 'text-bad' : 'text-muted')}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
