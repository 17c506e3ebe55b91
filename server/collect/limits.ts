/** How much one address and one site may send: token buckets in memory, per process. */

const BUCKETS_MAX = 50_000;

export interface BucketLimit {
  /** What may come at once. */
  burst: number;
  perSecond: number;
}

/** Makes `take(id, cost)`: false when the bucket of that id does not hold so much. `clock` in milliseconds. */
export function buckets({ burst, perSecond }: BucketLimit, clock: () => number) {
  const held = new Map<string, { left: number; at: number }>();
  return function take(id: string, cost: number): boolean {
    const now = clock();
    const bucket = held.get(id) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    const allowed = left >= cost;
    // The bucket used longest ago goes first; it is the likeliest to be full again.
    held.delete(id);
    held.set(id, { left: allowed ? left - cost : left, at: now });
    if (held.size > BUCKETS_MAX) held.delete(held.keys().next().value as string);
    return allowed;
  };
}
