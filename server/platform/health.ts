/** Whether the server lives, whether it can answer, and its measurements. */

import type pg from 'pg';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import * as z from 'zod';
import type { ClickHouse } from './clickhouse.ts';
import { notFound } from './errors.ts';
import type { App } from './http.ts';
import type { Pull } from './pull.ts';
import type { Stores } from './stores.ts';

export interface HealthDeps {
  pool: pg.Pool;
  clickhouse: ClickHouse;
  pull: Pull;
  metrics: Registry;
  restarts: Stores['restarts'];
  clock: () => number;
  draining: () => boolean;
}

/** The engine may lag this far behind before the server says that it is not ready. */
const LAG_MAX_MS = 60_000;

const Readiness = z.object({
  ready: z.boolean(),
  postgres: z.boolean(),
  clickhouse: z.boolean(),
  /** Milliseconds by which the numbers trail the records; null before the first pull. */
  lag_ms: z.number().nullable(),
});

export function healthRoutes(app: App, deps: HealthDeps): void {
  collectDefaultMetrics({ register: deps.metrics, prefix: 'assay_' });
  measure(deps);
  const open = { public: true };
  app.get('/livez', { config: open, schema: { hide: true } }, async () => ({ alive: true }));
  app.get(
    '/readyz',
    { config: open, schema: { hide: true, response: { 200: Readiness, 503: Readiness } } },
    async (_request, reply) => {
      const [postgres, clickhouse] = await Promise.all([
        deps.pool.query('select 1').then(
          () => true,
          () => false,
        ),
        deps.clickhouse.ping().then(
          ({ success }) => success,
          () => false,
        ),
      ]);
      const lag_ms = lagOf(deps);
      const ready = postgres && clickhouse && !deps.draining() && (lag_ms ?? 0) < LAG_MAX_MS;
      return reply.status(ready ? 200 : 503).send({ ready, postgres, clickhouse, lag_ms });
    },
  );
  app.get('/metrics', { config: open, schema: { hide: true } }, async (request, reply) => {
    // For the machine itself only; a scraper elsewhere goes through a proxy that decides.
    const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '');
    if (!local || request.headers['x-forwarded-for'] !== undefined) throw notFound();
    return reply.type(deps.metrics.contentType).send(await deps.metrics.metrics());
  });
}

function lagOf({ pull, clock }: HealthDeps): number | null {
  const through = pull.dataThrough();
  return through === undefined ? null : Math.max(0, clock() - through.getTime());
}

function measure(deps: HealthDeps): void {
  new Gauge({
    name: 'assay_pull_lag_seconds',
    help: 'How far the numbers trail the records.',
    registers: [deps.metrics],
    collect() {
      this.set((lagOf(deps) ?? 0) / 1000);
    },
  });
  new Gauge({
    name: 'assay_engine_restarts',
    help: 'Unasked restarts of an embedded engine since the server started.',
    labelNames: ['engine'],
    registers: [deps.metrics],
    collect() {
      for (const [engine, count] of Object.entries(deps.restarts())) this.set({ engine }, count);
    },
  });
}
