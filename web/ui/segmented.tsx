import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export function Segmented<T extends string>({
  value,
  onChange,
  options,
  label,
  className,
}: {
  value: T;
  onChange: (v: T) => void;
  options: { value: T; label: ReactNode; aria?: string }[];
  label: string;
  className?: string;
}) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(v) => v[0] && onChange(v[0] as T)}
      className={cn('inline-flex h-7 shrink-0 items-center rounded-md bg-hover p-0.5 coarse:h-11', className)}
    >
      {options.map((o) => (
        <Toggle
          key={o.value}
          value={o.value}
          aria-label={o.aria}
          className="inline-flex h-6 items-center gap-1.5 rounded-[5px] px-2 text-xs font-medium whitespace-nowrap text-muted select-none hover:text-ink data-pressed:bg-panel data-pressed:text-ink data-pressed:shadow-[0_0_0_1px_var(--line),0_1px_2px_rgb(0_0_0/0.06)] [&_svg]:size-3.5 coarse:h-10"
        >
          {o.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
