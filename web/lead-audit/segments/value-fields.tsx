import { useId } from 'react';
import { cn } from '../../ui/cn.ts';
import { inputClass } from '../../ui/field.tsx';
import { NumberInput } from '../../ui/number-input.tsx';
import type { Option } from '../../ui/select.tsx';
import { TagInput } from '../../ui/tag-input.tsx';

/** Several values by their labels, with the known ones as suggestions. */
export function ValueList({
  label,
  value,
  onChange,
  known,
  only,
}: {
  label: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  known: readonly Option[] | undefined;
  /** Whether nothing but known values may stand. */
  only?: boolean;
}) {
  const options = known ?? [];
  const parse = (text: string) => {
    const small = text.toLowerCase();
    const found = options.find((one) => one.label.toLowerCase() === small || one.value.toLowerCase() === small);
    return found?.value ?? (only ? undefined : text === '(none)' ? '' : text);
  };
  const show = (one: string) =>
    one === '' ? 'Not given' : (options.find(({ value: id }) => id === one)?.label ?? one);
  return (
    <TagInput
      className="min-w-48 flex-1 [&>label]:sr-only"
      label={label}
      placeholder={options.length > 0 ? 'Choose or type, Enter' : 'Value, Enter'}
      value={value}
      onChange={onChange}
      parse={parse}
      show={show}
      suggestions={options.filter((one) => !value.includes(one.value)).map((one) => one.label)}
    />
  );
}

/** A number that may be left out. */
export function MaybeNumber({
  label,
  placeholder,
  value,
  scale = 1,
  onChange,
}: {
  label: string;
  placeholder?: string;
  value: number | undefined;
  /** What the value is multiplied by to be read. */
  scale?: number;
  onChange: (value: number | undefined) => void;
}) {
  return (
    <NumberInput
      aria-label={label}
      placeholder={placeholder}
      className="w-24 aria-invalid:border-control"
      value={value === undefined ? Number.NaN : round(value * scale)}
      onChange={(typed) => onChange(Number.isNaN(typed) ? undefined : round(typed / scale))}
    />
  );
}

/** Scaling must not leave 70.00000000000001. */
const round = (value: number) => Math.round(value * 1e9) / 1e9;

export function DayInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  return (
    <input
      type="date"
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
      className={cn(inputClass, 'num w-36')}
    />
  );
}

/** One of five quintiles each, several may be on. */
export function Quintiles({
  label,
  value,
  onChange,
}: {
  label: string;
  value: readonly number[] | undefined;
  onChange: (value: number[] | undefined) => void;
}) {
  const id = useId();
  const chosen = value ?? [];
  const toggle = (quintile: number) => {
    const next = chosen.includes(quintile) ? chosen.filter((one) => one !== quintile) : [...chosen, quintile].sort();
    onChange(next.length > 0 ? next : undefined);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset takes no flex line of its own.
    <div role="group" aria-labelledby={id} className="flex h-8 items-center gap-1 coarse:h-11">
      <span id={id} className="text-xs text-body">
        {label}
      </span>
      {[1, 2, 3, 4, 5].map((quintile) => (
        <button
          key={quintile}
          type="button"
          aria-pressed={chosen.includes(quintile)}
          aria-label={`${label} ${quintile}`}
          onClick={() => toggle(quintile)}
          className="num grid size-7 place-items-center rounded-md border border-control text-xs text-body aria-pressed:border-accent-line aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent-ink coarse:size-10"
        >
          {quintile}
        </button>
      ))}
    </div>
  );
}
