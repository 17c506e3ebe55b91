import { Search } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export function SearchInput({ className, label, ...props }: ComponentProps<'input'> & { label: string }) {
  return (
    <span
      className={cn(
        'flex h-7 items-center gap-1.5 rounded-md border border-control bg-panel px-2 text-muted focus-within:outline-2 focus-within:outline-focus coarse:h-11',
        className,
      )}
    >
      <Search className="size-3.5 shrink-0" aria-hidden />
      <input
        type="search"
        aria-label={label}
        autoComplete="off"
        className="w-full min-w-0 bg-transparent text-sm text-ink outline-none placeholder:text-muted coarse:text-lg"
        {...props}
      />
    </span>
  );
}
