import type { ReactNode } from 'react';
import { cn } from './cn.ts';

/** A box of its own scrolling, for wide or long tables; arrow keys scroll it. */
export function ScrollBox({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
      tabIndex={0}
      className={cn('relative overflow-auto', className)}
    >
      {children}
    </section>
  );
}
