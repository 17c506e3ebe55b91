/** The signals of one check among those that hold for a lead. */
import type { HistorySignal, SignalOf } from '#contract/history.ts';
import type { Facts } from '../check.ts';

/** Undefined when nothing was looked up. */
export function signalsOf<Check extends HistorySignal['check']>(
  { history }: Pick<Facts, 'history'>,
  check: Check,
): SignalOf<Check>[] | undefined {
  return history?.signals.filter((signal): signal is SignalOf<Check> => signal.check === check);
}

export const NOT_LOOKED_UP = 'The history of the other leads was not looked at.';

/** A probability as evidence shows it. */
export function chanceText(p: number): string {
  return p >= 0.001 ? p.toFixed(3) : p < 1e-12 ? 'less than 1 in a million million' : p.toExponential(1);
}
