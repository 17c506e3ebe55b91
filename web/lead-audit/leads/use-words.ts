import { useEffect, useState } from 'react';

const PAUSE_MS = 250;
export const SHORTEST_SEARCH = 2;

/** The words of the search box. They are personal data, so they live here and never in the address; `asked` follows after a pause. */
export function useWords(): { typed: string; asked: string; setTyped: (text: string) => void } {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const text = typed.trim().length >= SHORTEST_SEARCH ? typed.trim() : '';
    const timer = setTimeout(() => setAsked(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return { typed, asked, setTyped };
}
