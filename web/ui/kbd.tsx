import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export const Kbd = ({ children, inverse }: { children: ReactNode; inverse?: boolean }) => (
  <kbd
    className={cn(
      'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-[4px] border px-1 font-sans text-2xs font-medium',
      inverse ? 'border-current/30 text-current/80' : 'border-line-strong bg-panel text-muted',
    )}
  >
    {children}
  </kbd>
);
