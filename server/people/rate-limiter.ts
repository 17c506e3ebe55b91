/** Requests per caller: a token bucket in memory, with the headers that tell a program when to come back. */
import type { FastifyReply } from 'fastify';
import type { Principal } from '../platform/access.ts';
import { AppError } from '../platform/errors.ts';

export interface Limit {
  requestsPerMinute: number;
  burst: number;
}

/** For people; a page asks several questions at once. */
const PERSON_LIMIT: Limit = { requestsPerMinute: 1200, burst: 300 };
const BUCKETS_MAX = 20_000;

const limits = new WeakMap<Principal, Limit>();

/** Gives a principal a limit of its own; API keys carry theirs. */
export function setLimit(principal: Principal, limit: Limit): void {
  limits.set(principal, limit);
}

/**
 * Counts requests: `take(principal, reply)` sets `RateLimit-*` on the reply and throws 429 with `Retry-After` when the
 * caller's bucket is empty. Buckets are per process.
 */
export function rateLimiter({ clock }: { clock: () => Date }) {
  const buckets = new Map<string, { left: number; atMs: number }>();

  return function take(principal: Principal, reply: FastifyReply): void {
    const { requestsPerMinute, burst } = limits.get(principal) ?? PERSON_LIMIT;
    const perSecond = requestsPerMinute / 60;
    const nowMs = clock().getTime();
    const id = `${principal.kind}:${principal.id}`;
    const bucket = buckets.get(id) ?? { left: burst, atMs: nowMs };
    const refilled = Math.min(burst, bucket.left + (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond);
    const allowed = refilled >= 1;
    const left = allowed ? refilled - 1 : refilled;
    // The bucket used longest ago goes first; it is the likeliest to be full again.
    buckets.delete(id);
    buckets.set(id, { left, atMs: nowMs });
    if (buckets.size > BUCKETS_MAX) buckets.delete(buckets.keys().next().value as string);
    const headers = {
      'ratelimit-limit': String(burst),
      'ratelimit-remaining': String(Math.floor(left)),
      'ratelimit-reset': String(Math.ceil((burst - left) / perSecond)),
      'ratelimit-policy': `${requestsPerMinute};w=60;burst=${burst}`,
    };
    reply.headers(headers);
    if (allowed) return;
    const seconds = Math.max(1, Math.ceil((1 - left) / perSecond));
    throw new AppError(429, 'rate-limited', `More than ${requestsPerMinute} requests a minute. Slow down.`, {
      headers: { 'retry-after': String(seconds) },
    });
  };
}
