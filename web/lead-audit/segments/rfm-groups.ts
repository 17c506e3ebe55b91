/** Names for regions of the grid of recency and frequency; each cell is in exactly one. */
import type { RfmReply } from '#contract/rfm.ts';

interface RfmGroup {
  name: string;
  what: string;
  holds: (recency: number, frequency: number) => boolean;
}

export const RFM_GROUPS: readonly RfmGroup[] = [
  { name: 'Champions', what: 'active now and often', holds: (r, f) => r >= 4 && f >= 4 },
  { name: 'Loyal', what: 'come back steadily', holds: (r, f) => r >= 3 && f >= 3 && !(r >= 4 && f >= 4) },
  { name: 'Promising', what: 'new, seen once or twice', holds: (r, f) => r >= 4 && f <= 2 },
  { name: 'Cooling', what: 'few deeds, some time ago', holds: (r, f) => r === 3 && f <= 2 },
  { name: 'At risk', what: 'were active, fell silent', holds: (r, f) => r <= 2 && f >= 3 },
  { name: 'Asleep', what: 'few deeds, long ago', holds: (r, f) => r <= 2 && f <= 2 },
];

export const QUINTILES = [1, 2, 3, 4, 5] as const;

/** The cells of a group as the leads page filters by them. */
export function cellsOf({ holds }: RfmGroup): string {
  return QUINTILES.flatMap((r) => QUINTILES.filter((f) => holds(r, f)).map((f) => `r${r}f${f}`)).join(',');
}

export interface CellSum {
  people: number;
  valueMinor: number;
  converted: number;
}

/** People and what they brought, over the cells that are asked for. */
export function sumOf(cells: RfmReply['cells'], holds: (recency: number, frequency: number) => boolean): CellSum {
  const sum = { people: 0, valueMinor: 0, converted: 0 };
  for (const cell of cells) {
    if (!holds(cell.recency, cell.frequency)) continue;
    sum.people += cell.people;
    sum.valueMinor += cell.value_minor;
    sum.converted += cell.converted;
  }
  return sum;
}
