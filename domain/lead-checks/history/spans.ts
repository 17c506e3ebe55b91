/** Spans of time in which events crowd: the scan statistic with a fixed window. */

export interface Span {
  from: number;
  to: number;
  /** Most events in one window. */
  most: number;
}

/**
 * The spans covered by windows of `windowMs` (both ends included) that hold `least` events or more; overlapping ones
 * are joined. `times` ascending. Adding events never takes a span away.
 */
export function crowdedSpans(times: readonly number[], windowMs: number, least: number): Span[] {
  const spans: Span[] = [];
  let left = 0;
  for (let right = 0; right < times.length; right++) {
    const end = times[right] ?? 0;
    while (end - (times[left] ?? 0) > windowMs) left += 1;
    const count = right - left + 1;
    if (count < least) continue;
    const start = times[left] ?? 0;
    const last = spans.at(-1);
    if (last !== undefined && start <= last.to) {
      last.to = end;
      last.most = Math.max(last.most, count);
    } else spans.push({ from: start, to: end, most: count });
  }
  return spans;
}
