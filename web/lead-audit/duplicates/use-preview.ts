import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useMay } from '../../shell/workspace.ts';
import { previewQuery } from './duplicates-api.ts';

const SHOWN_MS = 60_000;

/** What a merge of these leads would make; personal values for a minute, when they are asked for and allowed. */
export function usePreview(clientId: string, leads: readonly string[], survivor?: string) {
  const mayReveal = useMay('lead.reveal');
  const place = leads.join();
  const [revealed, setRevealed] = useState<string>();
  const reveal = revealed === place;
  useEffect(() => {
    if (!reveal) return;
    const timer = setTimeout(() => setRevealed(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [reveal]);
  const question = useQuery(previewQuery(clientId, leads, survivor, reveal || undefined));
  return { ...question, mayReveal, reveal, show: () => setRevealed(place), hide: () => setRevealed(undefined) };
}
