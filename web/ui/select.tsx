import { ChevronDown } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn.ts';
import { inputClass } from './field.tsx';

export interface Option<T extends string = string> {
  value: T;
  label: string;
  disabled?: boolean;
}
export interface OptionGroup<T extends string = string> {
  label: string;
  options: readonly Option<T>[];
}
export type Options<T extends string> = readonly (Option<T> | OptionGroup<T>)[];

interface Choice<T extends string> {
  value: T;
  onChange: (value: T) => void;
  options: Options<T>;
}

type SelectProps<T extends string> = Omit<ComponentProps<'select'>, 'value' | 'onChange'> & Choice<T>;

/** The browser's own list: typing jumps, phones show their wheel. Needs a label from outside or `aria-label`. */
export function Select<T extends string>({ value, onChange, options, className, ...props }: SelectProps<T>) {
  return (
    <span className={cn('relative block min-w-0', className)}>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value as T)}
        className={cn(inputClass, 'appearance-none truncate pr-8')}
        {...props}
      >
        {options.map((item) =>
          'options' in item ? (
            <optgroup key={item.label} label={item.label}>
              {item.options.map(choice)}
            </optgroup>
          ) : (
            choice(item)
          ),
        )}
      </select>
      <ChevronDown
        className="pointer-events-none absolute top-1/2 right-2.5 size-3.5 -translate-y-1/2 text-muted"
        aria-hidden
      />
    </span>
  );
}

const choice = ({ value, label, disabled }: Option) => (
  <option key={value} value={value} disabled={disabled} className="bg-panel text-ink">
    {label}
  </option>
);

/** A labelled list with a hint and the server's message for it. */
export function SelectField<T extends string>({
  label,
  hint,
  error,
  className,
  ...props
}: SelectProps<T> & { label: string; hint?: ReactNode; error?: string }) {
  const id = useId();
  return (
    <div className={cn('grid content-start gap-1', className)}>
      <label htmlFor={id} className="text-xs font-medium text-ink">
        {label}
      </label>
      <Select
        id={id}
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
