/** Assigns each source a chart colour (c1 to c7) and a kind. Seven colours: the seventh and all further sources share grey. */
import type { Source } from '#contract/workspace.ts';

export type SourceKind = Source['kind'];
const KINDS: readonly SourceKind[] = [
  'paid_search',
  'paid_social',
  'organic',
  'partner',
  'email',
  'referral',
  'event',
  'other',
];
export const KIND_LABEL: Record<SourceKind, string> = {
  paid_search: 'Paid search',
  paid_social: 'Paid social',
  organic: 'Owned',
  partner: 'Partner feed',
  email: 'E-mail',
  referral: 'Referral',
  event: 'Event',
  other: 'Other',
};
export const GREY = 'c7';
const COLOURED = 6;

export interface SourceBook {
  names: string[];
  color(name: string): string;
  kind(name: string): SourceKind;
}

/** `rows` may name a source more than once (one row per kind it was ever registered as); the largest decides its kind. */
export function makeSourceBook(rows: readonly { name: string; kind?: string; leads: number }[]): SourceBook {
  const total = new Map<string, number>();
  const best = new Map<string, { kind: SourceKind; leads: number }>();
  for (const { name, kind, leads } of rows) {
    total.set(name, (total.get(name) ?? 0) + leads);
    const known = KINDS.find((one) => one === kind) ?? 'other';
    const sofar = best.get(name);
    if (!sofar || leads > sofar.leads) best.set(name, { kind: known, leads });
  }
  const names = [...total].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([name]) => name);
  const rank = new Map(names.map((name, i) => [name, i]));
  return {
    names,
    color: (name) => {
      const place = rank.get(name) ?? COLOURED;
      return place < COLOURED ? `c${place + 1}` : GREY;
    },
    kind: (name) => best.get(name)?.kind ?? 'other',
  };
}
