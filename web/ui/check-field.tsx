import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn.ts';

/** A tick box with its words; the whole line is the target. */
export function CheckField({
  label,
  hint,
  className,
  ...props
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; hint?: ReactNode }) {
  const id = useId();
  return (
    <label
      className={cn('flex items-start gap-2 py-1 text-sm text-body coarse:min-h-11 coarse:items-center', className)}
    >
      <span className="mt-0.5 flex coarse:mt-0">
        <input
          type="checkbox"
          className="row-check disabled:opacity-45"
          aria-describedby={hint ? id : undefined}
          {...props}
        />
      </span>
      <span className="min-w-0">
        {label}
        {hint && (
          <span id={id} className="block text-2xs text-muted">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}

/** Several tick boxes under one name. */
export function CheckGroup<T extends string>({
  legend,
  hint,
  error,
  options,
  value,
  onChange,
  className,
}: {
  legend: string;
  hint?: ReactNode;
  error?: string;
  options: readonly { value: T; label: ReactNode; hint?: ReactNode; disabled?: boolean }[];
  value: readonly T[];
  onChange: (value: T[]) => void;
  className?: string;
}) {
  const id = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={hint && !error ? id : undefined}>
      <legend className="mb-1 text-xs font-medium text-ink">{legend}</legend>
      <div className={cn('grid gap-x-4 sm:grid-cols-2', className)}>
        {options.map((option, i) => (
          <CheckField
            key={option.value}
            // A group cannot be at fault, a box can: the form puts the focus on the first, and the words are read there.
            {...(error && i === 0 ? { 'aria-invalid': true, 'aria-describedby': id } : {})}
            label={option.label}
            hint={option.hint}
            disabled={option.disabled}
            checked={value.includes(option.value)}
            onChange={(event) =>
              onChange(event.target.checked ? [...value, option.value] : value.filter((one) => one !== option.value))
            }
          />
        ))}
      </div>
      {(error || hint) && (
        <p id={id} className={cn('mt-1 text-2xs', error ? 'text-bad' : 'text-muted')}>
          {error ?? hint}
        </p>
      )}
    </fieldset>
  );
}
