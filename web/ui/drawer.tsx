import { Drawer as Base } from '@base-ui/react/drawer';
import type { ReactNode, RefObject } from 'react';
import { cn } from './cn.ts';

/**
 * Right-hand panel. On wide screens it is not modal: the table behind stays usable, arrow keys there move to the next
 * row, and the focus stays where it is until the person moves it.
 */
export function Drawer({
  open,
  onClose,
  title,
  children,
  modal,
  said,
  popupRef,
  titleRef,
  returnFocus,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  modal: boolean;
  /** Read out when it changes: what the panel shows now. */
  said: string;
  popupRef: RefObject<HTMLDivElement | null>;
  /** Where the focus goes when it is to enter: the panel itself would be read from end to end. */
  titleRef: RefObject<HTMLHeadingElement | null>;
  /** Where the focus goes when it closes. */
  returnFocus?: RefObject<HTMLElement | null>;
}) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => !next && onClose()}
      swipeDirection="right"
      modal={modal}
      disablePointerDismissal={!modal}
    >
      <Base.Portal>
        {modal && (
          <Base.Backdrop className="fixed inset-0 z-40 bg-(--scrim) transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        )}
        <Base.Viewport className={cn('fixed inset-y-0 right-0 z-40 flex justify-end', !modal && 'pointer-events-none')}>
          <Base.Popup
            ref={popupRef}
            initialFocus={modal ? titleRef : false}
            finalFocus={returnFocus}
            className="pointer-events-auto flex h-dvh w-[592px] max-w-[100vw] [transform:translateX(var(--drawer-swipe-movement-x))] flex-col border-l border-line-strong bg-panel shadow-(--shadow-drawer) outline-none transition-transform duration-150 ease-out data-ending-style:[transform:translateX(100%)] data-starting-style:[transform:translateX(100%)] data-swiping:duration-0"
          >
            <Base.Title ref={titleRef} tabIndex={-1} className="sr-only">
              {title}
            </Base.Title>
            <p role="status" className="sr-only">
              {said}
            </p>
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
