import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Base.Provider delay={350} closeDelay={50}>
    {children}
  </Base.Provider>
);

export function Tooltip({
  label,
  shortcut,
  children,
  side = 'bottom',
}: {
  label: ReactNode;
  shortcut?: string;
  children: ReactElement<Record<string, unknown>>;
  side?: 'top' | 'bottom' | 'left' | 'right';
}) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="flex max-w-64 origin-(--transform-origin) items-center gap-2 rounded-md bg-solid px-2 py-1 text-xs text-on-solid shadow-lg transition-opacity duration-75 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {label}
            {shortcut && <Kbd inverse>{shortcut}</Kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
