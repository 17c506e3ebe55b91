/**
 * How far journeys come along ordered steps.
 *
 * Events of one instant may follow one another, in whichever order serves the funnel: they are taken by the first step
 * they can serve, then the last. One event serves one step. Whoever enters within the period is followed beyond its end,
 * for as long as the windows allow. Of several attempts the deepest counts; of those, the one that got there first; its
 * earlier steps are then taken as late as they can be.
 */

/** Most steps a funnel can have: as many bits as the engine keeps for them. */
export const FUNNEL_STEPS_MAX = 10;

export interface FunnelEvent {
  /** Seconds. */
  at: number;
  /** The steps it can serve, as bits, the first step in the lowest. */
  steps: number;
}

export interface FunnelLimits {
  /** How many steps there are. */
  steps: number;
  /** The first step has to be taken at or after `from` and before `to`, in seconds. */
  from: number;
  to: number;
  /** Seconds from the first step to any other, inclusive. */
  window: number;
  /** Seconds from the step before, inclusive; by step, the first one's is not looked at. */
  stepWindows: readonly (number | undefined)[];
}

/** Instants of the steps that were taken, in seconds; empty for who did not enter. */
export function runFunnel(events: readonly FunnelEvent[], limits: FunnelLimits): number[] {
  const ordered = inFunnelOrder(events);
  // By step, the latest way to it; by the last event that serves it, because a later one is never worse:
  // it is nearer to what follows, and its first step is not earlier.
  const latest: (number[] | undefined)[] = [];
  let best: number[] = [];
  for (const { at, steps } of ordered) {
    for (let step = limits.steps - 1; step >= 0; step--) {
      if ((steps & (1 << step)) === 0) continue;
      const way =
        step === 0
          ? at >= limits.from && at < limits.to
            ? [at]
            : undefined
          : goOn(latest[step - 1], at, step, limits);
      if (way === undefined) continue;
      latest[step] = way;
      if (way.length > best.length) best = way;
    }
  }
  return best;
}

function goOn(way: number[] | undefined, at: number, step: number, limits: FunnelLimits): number[] | undefined {
  if (way === undefined) return undefined;
  const stepWindow = limits.stepWindows[step];
  if (stepWindow !== undefined && at - (way.at(-1) ?? at) > stepWindow) return undefined;
  return at - (way[0] ?? at) <= limits.window ? [...way, at] : undefined;
}

/** The order in which events are looked at. */
export function inFunnelOrder(events: readonly FunnelEvent[]): FunnelEvent[] {
  const served = events.filter(({ steps }) => steps !== 0);
  return served.sort((a, b) => a.at - b.at || firstBit(a.steps) - firstBit(b.steps) || a.steps - b.steps);
}

/** Index of the lowest bit. */
function firstBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}
