import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** A dialog that closes gives its focus back in the frames after; only then is it clear whether the focus was lost. */
const SETTLE_MS = 150;

/**
 * Tells those who do not see it that another page is open. A focus that went with the old page goes to the heading of
 * the new one, which is read; one that stayed, say on a link of the sidebar, stays, and the name of the page is said.
 */
export function PageSaid() {
  const router = useRouter();
  const [said, setSaid] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
      // The first page is the browser's to tell.
      if (!fromLocation || !pathChanged) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const heading = document.querySelector<HTMLElement>('main h1');
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost) heading?.focus({ preventScroll: true });
        setSaid(lost ? '' : (heading?.textContent ?? ''));
      }, SETTLE_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [router]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
