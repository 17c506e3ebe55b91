/** Keys that work anywhere. Single letters can be switched off (WCAG 2.1.4) in the list of keys. */
import { useEffect } from 'react';

const OFF = 'assay.letter-keys';
export const lettersOn = () => localStorage.getItem(OFF) !== 'off';
export const setLettersOn = (on: boolean) => localStorage.setItem(OFF, on ? 'on' : 'off');

/** True while the person is typing, when letters are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button'].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

interface Actions {
  palette: () => void;
  theme: () => void;
  keys: () => void;
  /** `G`, then a letter; returns whether the letter leads anywhere. */
  go: (letter: string) => boolean;
}

const CHORD_MS = 1500;

export function useHotkeys({ palette, theme, keys, go }: Actions) {
  useEffect(() => {
    let chordUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      const command = event.metaKey || event.ctrlKey;
      const key = event.key.toLowerCase();
      if (command && key === 'k') {
        event.preventDefault();
        palette();
      } else if (command && event.shiftKey && key === 'l') {
        event.preventDefault();
        theme();
      } else if (!command && !event.altKey && !isTyping(event.target) && lettersOn()) {
        if (Date.now() < chordUntil) {
          chordUntil = 0;
          if (go(event.key.toUpperCase())) {
            event.preventDefault();
            event.stopPropagation();
          }
        } else if (key === 'g') chordUntil = Date.now() + CHORD_MS;
        else if (event.key === '?') keys();
      }
    };
    // Capture, so that the second letter of a chord does not also reach the table.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [palette, theme, keys, go]);
}
