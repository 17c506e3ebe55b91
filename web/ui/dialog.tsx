import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { IconButton } from './button.tsx';
import { cn } from './cn.ts';

/** A modal window with its title in view. */
export function Dialog({
  open,
  onOpenChange,
  title,
  children,
  className,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  className?: string;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-50 bg-(--scrim) transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-50 grid place-items-center p-3">
          {/* The title takes the focus: a button would show its tooltip, and Escape would only close that; the window
          itself would be read from end to end. */}
          <Base.Popup
            initialFocus={heading}
            className={cn(
              'flex max-h-[calc(100dvh-24px)] w-full max-w-[520px] flex-col overflow-hidden rounded-xl border border-line-strong bg-raised shadow-(--shadow-popup) outline-none',
              className,
            )}
          >
            <header className="flex h-12 shrink-0 items-center border-b border-line pr-2 pl-4">
              <Base.Title ref={heading} tabIndex={-1} className="text-base font-semibold outline-none">
                {title}
              </Base.Title>
              <Base.Close
                render={
                  <IconButton label="Close" shortcut="Esc" className="ml-auto">
                    <X />
                  </IconButton>
                }
              />
            </header>
            <div className="min-h-0 overflow-y-auto p-4">{children}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
