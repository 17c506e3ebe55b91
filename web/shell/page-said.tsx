import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';

/** A dialog that closes gives its focus back in the frames after; only then is it clear whether the focus was lost. */
const SETTLE_MS = 150;

/**
 * Tells those who do not see it that another page is open. A focus that went with the old page goes to the heading of
 * the new one, which is read; one that stayed, say on a link of the sidebar, stays, and the name of the page is said.
 */
export function PageSaid() {
  // The router's own events compare two places that it may have made one by then; this is where the page is drawn.
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const told = useRef<string>(undefined);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (path === undefined || path === told.current) return;
    const first = told.current === undefined;
    told.current = path;
    // The first page is the browser's to tell.
    if (first) return;
    const timer = setTimeout(() => {
      const heading = document.querySelector<HTMLElement>('main h1');
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost) heading?.focus({ preventScroll: true });
      setSaid(lost ? '' : (heading?.textContent ?? ''));
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [path]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
