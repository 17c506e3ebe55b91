/** S03 over all leads of a client: click ids that came with leads of different people. */
import { type Found, NO_END, weightOf } from './found.ts';

export interface ClickGroup {
  key: string;
  /** Oldest first; `repeats` are further leads of a person who came before. */
  leads: readonly { id: string; at: number; repeats: boolean }[];
}

/** The signal of one click id: it holds for every lead after the first. */
export function reusedClick({ key, leads }: ClickGroup): Found {
  const people = leads.filter(({ repeats }) => !repeats);
  const [first] = leads;
  if (first === undefined || people.length < 2) return { signals: [], hits: [] };
  const signal = {
    check: 'S03_CLICKID_FORMAT' as const,
    first_lead_id: first.id,
    first_at: new Date(first.at).toISOString(),
    leads: people.length,
  };
  return {
    signals: [{ key, source: undefined, from: first.at + 1, to: NO_END, signal }],
    hits: people
      .filter(({ at }) => at > first.at)
      .map(({ id }) => ({ leadId: id, check: signal.check, weight: weightOf(people.length) })),
  };
}
