import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { cn } from './cn.ts';
import { compact, int } from './format.ts';

export interface FacetOption {
  value: string;
  label: string;
  count: number;
  adorn?: ReactNode;
}

/** One facet. Its counts ignore its own choice, so people see what adding a value would give. */
export function FacetGroup({
  title,
  options,
  selected,
  onChange,
  limit = 6,
}: {
  title: string;
  options: FacetOption[];
  selected: string[];
  onChange: (values: string[]) => void;
  limit?: number;
}) {
  const [open, setOpen] = useState(true);
  const [all, setAll] = useState(false);
  const id = useId();
  const max = Math.max(1, ...options.map((option) => option.count));
  const shown = all ? options : options.filter((option, i) => i < limit || selected.includes(option.value));
  const toggle = (value: string) =>
    onChange(selected.includes(value) ? selected.filter((other) => other !== value) : [...selected, value]);
  return (
    <fieldset className="min-w-0 border-b border-line py-2 last:border-0">
      <legend className="sr-only">{title}</legend>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex h-7 w-full items-center gap-1 text-xs font-semibold text-ink coarse:h-10"
      >
        {title}
        {selected.length > 0 && (
          <span className="num rounded bg-accent-soft px-1 text-2xs text-accent-ink">{selected.length}</span>
        )}
        <ChevronDown className={cn('ml-auto size-3.5 text-muted transition-transform', !open && '-rotate-90')} />
      </button>
      {open && (
        <div id={id}>
          {shown.map((option) => {
            const on = selected.includes(option.value);
            return (
              <label
                key={option.value}
                className={cn(
                  'group relative -mx-1.5 flex h-7 items-center gap-2 rounded-[5px] px-1.5 text-xs coarse:h-10',
                  option.count === 0 && !on && 'opacity-75',
                )}
              >
                <span
                  className={cn('absolute inset-y-0.5 left-0 rounded-[5px]', on ? 'bg-accent-soft' : 'bg-line/55')}
                  style={{ width: `${(option.count / max) * 100}%` }}
                  aria-hidden
                />
                <input type="checkbox" className="row-check" checked={on} onChange={() => toggle(option.value)} />
                {option.adorn && <span className="relative flex">{option.adorn}</span>}
                <span className="relative min-w-0 truncate text-body group-hover:text-ink" title={option.label}>
                  {option.label}
                </span>
                <span className="num relative ml-auto shrink-0 text-2xs text-muted" title={int(option.count)}>
                  {compact(option.count)}
                </span>
              </label>
            );
          })}
          {options.length > limit && (
            <button
              type="button"
              onClick={() => setAll(!all)}
              className="h-6 text-xs font-medium text-accent-ink hover:underline coarse:h-10"
            >
              {all ? 'Show fewer' : `${options.length - limit} more`}
            </button>
          )}
        </div>
      )}
    </fieldset>
  );
}
