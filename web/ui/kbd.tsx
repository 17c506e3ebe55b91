import type { ReactNode } from 'react';
import { cn } from './cn.ts';

const APPLE = /Mac|iP(hone|ad|od)/.test(navigator.platform);
/** The key that goes with a letter for a command, and the one beside it, as this keyboard has them printed. */
export const MOD_KEY = APPLE ? '⌘' : 'Ctrl';
export const SHIFT_KEY = APPLE ? '⇧' : 'Shift';

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
