/** The points ledger gathered by group, as the score tab shows it. */
import type { LedgerEntry } from '#contract/audit.ts';

export interface LedgerGroup {
  id: string;
  label: string;
  /** What the group gave in the end. */
  points: number;
  /** The most the group could have given: its cap where the ledger shows it, else what its rules add up to. */
  max: number;
  /** Rules that gave or took points, then those that gave none. */
  entries: LedgerEntry[];
}

const LABELS: Record<string, string> = {
  contactability: 'Can be reached',
  identity: 'Is somebody',
  authenticity: 'Acted as a person',
  completeness: 'Is complete',
  source: 'Came a known way',
};
/** The name of a group; of one that people made, its id made readable. */
export const groupLabel = (id: string): string => {
  const text = LABELS[id] ?? id.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** Points with at most two decimals, as the ledger keeps them; sums of floats would show their dust. */
export const roundPoints = (points: number): number => Math.round(points * 100) / 100;

export function ledgerGroups(ledger: readonly LedgerEntry[]): LedgerGroup[] {
  const groups = new Map<string, LedgerGroup>();
  for (const entry of ledger) {
    const group = groups.get(entry.group) ?? {
      id: entry.group,
      label: groupLabel(entry.group),
      points: 0,
      max: 0,
      entries: [],
    };
    group.points = roundPoints(group.points + entry.points);
    group.max = roundPoints(group.max + Math.max(0, entry.max));
    group.entries.push(entry);
    groups.set(entry.group, group);
  }
  return [...groups.values()].map((group) => ({
    ...group,
    max: capOf(group.entries) ?? group.max,
    entries: [
      ...group.entries.filter((entry) => entry.points !== 0),
      ...group.entries.filter((entry) => entry.points === 0),
    ],
  }));
}

/** A gain that was cut short met the cap, so all gains together are the cap; without one the ledger does not tell. */
function capOf(entries: readonly LedgerEntry[]): number | undefined {
  const gains = entries.filter((entry) => entry.points > 0);
  if (!gains.some((entry) => entry.points < entry.max)) return undefined;
  return roundPoints(gains.reduce((sum, entry) => sum + entry.points, 0));
}

/** The single rule that cost most: the worst penalty, else the largest gain that was missed. */
export function weakest(ledger: readonly LedgerEntry[]): LedgerEntry | undefined {
  const lost = (entry: LedgerEntry) => (entry.points < 0 ? 1000 - entry.points : entry.max - entry.points);
  return ledger.reduce<LedgerEntry | undefined>(
    (worst, entry) => (lost(entry) > (worst ? lost(worst) : 0) ? entry : worst),
    undefined,
  );
}
export const strongest = (ledger: readonly LedgerEntry[]): LedgerEntry | undefined =>
  ledger.reduce<LedgerEntry | undefined>(
    (best, entry) => (entry.points > (best?.points ?? 0) ? entry : best),
    undefined,
  );
