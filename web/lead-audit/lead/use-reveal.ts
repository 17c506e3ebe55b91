import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { LeadRevealed } from '#contract/lead-actions.ts';
import { api } from '../../api.ts';
import { useMay } from '../../shell/workspace.ts';
import { notify, notifyError } from '../../ui/toast.tsx';

export interface Reveal {
  allowed: boolean;
  shown: LeadRevealed | null;
  /** Seconds until it is masked again. */
  left: number;
  start: () => void;
  hide: () => void;
}

/** Shows the personal data of one lead for a minute. Every showing is an entry in the audit log. */
export function useReveal(id: string): Reveal {
  const allowed = useMay('lead.reveal');
  const queryClient = useQueryClient();
  const [shown, setShown] = useState<LeadRevealed | null>(null);
  const [left, setLeft] = useState(0);
  const hide = useCallback(() => setShown(null), []);
  useEffect(() => {
    if (!shown) return;
    const tick = () => {
      const seconds = Math.ceil((Date.parse(shown.hide_at) - Date.now()) / 1000);
      setLeft(Math.max(0, seconds));
      if (seconds <= 0) setShown(null);
    };
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [shown]);
  const start = useCallback(async () => {
    try {
      setShown(await api.reveal(id));
      void queryClient.invalidateQueries({ queryKey: ['lead', id, 'history'] });
      notify('Shown for 60 s', { description: 'This view was written to the audit log.' });
    } catch (error) {
      notifyError('Personal data stays masked', error);
    }
  }, [id, queryClient]);
  const current = shown?.lead.id === id ? shown : null;
  return { allowed, shown: current, left, start: () => void start(), hide };
}
