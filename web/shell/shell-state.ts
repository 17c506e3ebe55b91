/** The two windows that any page may open. */
import { useSyncExternalStore } from 'react';

export type Overlay = 'palette' | 'keys' | null;
let overlay: Overlay = null;
const listeners = new Set<() => void>();

export function setOverlay(next: Overlay) {
  overlay = next;
  for (const listener of listeners) listener();
}
export const toggleOverlay = (one: Overlay) => setOverlay(overlay === one ? null : one);
export const openPalette = () => setOverlay('palette');

export const useOverlay = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => overlay,
  );
