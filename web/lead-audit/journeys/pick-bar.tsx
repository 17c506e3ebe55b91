import type { ReactNode } from 'react';
import { Select } from '../../ui/select.tsx';

export interface Pick {
  /** The name in the address. */
  name: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
}

/** A row of choices that stand in the address, each with its name above it. */
export function PickBar({
  picks,
  onPick,
  children,
}: {
  picks: readonly Pick[];
  onPick: (name: string, value: string) => void;
  children?: ReactNode;
}) {
  return (
    <div className="mb-3 flex flex-wrap items-end gap-2">
      {picks.map(({ name, label, value, options }) => (
        <div key={name} className="grid min-w-32 gap-0.5 max-md:flex-1">
          <span className="text-2xs text-muted" aria-hidden>
            {label}
          </span>
          <Select aria-label={label} value={value} onChange={(next) => onPick(name, next)} options={options} />
        </div>
      ))}
      {children}
    </div>
  );
}
