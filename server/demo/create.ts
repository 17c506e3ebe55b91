/** Sets up the demo world: its three clients with their sources, and a job each that brings the leads. */
import type { ClientKey } from '../../demo/clients/template.ts';
import { DEMO_SEED } from '../../demo/leads.ts';
import { demoWorld } from '../../demo/world.ts';
import { findJob, insertJob, type JobRow } from '../jobs/queries.ts';
import { type AuditEntry, append } from '../platform/audit-log/append.ts';
import { type Database, inScope } from '../platform/db.ts';
import type { Queue } from '../platform/queue.ts';

export interface DemoDeps {
  db: Database;
  queue: Queue;
  clock: () => number;
}

/** What the job of one demo client is told. The instant is fixed at creation, so that a resumed job makes the same world. */
export interface DemoInput {
  key: ClientKey;
  seed: number;
  now: string;
}

/** Creates the demo clients that are not there yet. Returns the jobs under way; none when the demo was loaded before. */
export async function createDemo(deps: DemoDeps, actor: AuditEntry['actor']): Promise<JobRow[]> {
  const now = new Date(deps.clock());
  const { clients } = demoWorld({ seed: DEMO_SEED, now });
  const jobs: JobRow[] = [];
  for (const client of clients) {
    const job = await inScope(deps.db, { clients: [client.id] }, async (tx) => {
      const created = await tx
        .insertInto('client')
        .values({
          id: client.id,
          name: client.name,
          currency: client.currency,
          time_zone: client.time_zone,
          country: client.country ?? null,
          settings: JSON.stringify(client.settings),
          demo_key: client.key,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (created.numInsertedOrUpdatedRows === 0n) return undefined;
      await tx
        .insertInto('source')
        .values(
          client.sources.map((source) => ({
            client_id: client.id,
            name: source.name,
            kind: source.kind,
            price_minor: source.price_minor ?? null,
            max_age_seconds: source.max_age_seconds ?? null,
            countries: source.countries ?? [],
          })),
        )
        .execute();
      const input: DemoInput = { key: client.key, seed: DEMO_SEED, now: now.toISOString() };
      const id = await insertJob(tx, {
        clientId: client.id,
        kind: 'demo',
        title: `Demo world: ${client.name}`,
        input: { ...input },
        createdBy: `${actor.kind}:${actor.id ?? ''}`,
      });
      await append(tx, {
        clientId: client.id,
        actor,
        action: 'client.created',
        object: { type: 'client', id: client.id },
        detail: { demo: client.key },
      });
      await deps.queue.send(tx, { client_id: client.id, job_id: id });
      return await findJob(tx, id);
    });
    if (job !== undefined) jobs.push(job);
  }
  return jobs;
}
