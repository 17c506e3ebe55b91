/** Delivery of jobs by pg-boss: enqueued in the transaction that wants them, handed out once the transaction holds. */
import { fromKysely, PgBoss } from 'pg-boss';
import type { Tx } from './db.ts';
import type { Log } from './log.ts';

const QUEUE = 'job';
/** What comes by the clock, each a queue of its own. */
const CLOCKWORK = ['monthly-fit', 'nightly-linkage'] as const;

export interface JobTicket {
  client_id: string;
  job_id: string;
}

/** Creates pg-boss's tables and our queue, connected as the owner, and lets the server's role use them. */
export async function prepareQueue(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, supervise: false, schedule: true, max: 2 });
  await boss.start();
  // A worker that died is noticed at the next start of a server, so a heartbeat only guards against other servers.
  const options = { retryLimit: 3, retryDelay: 1, expireInSeconds: 24 * 3600, heartbeatSeconds: 30, notify: true };
  await boss.createQueue(QUEUE, options);
  // One that an older version made stays as it was made.
  await boss.updateQueue(QUEUE, options);
  for (const name of CLOCKWORK) await boss.createQueue(name, { retryLimit: 3, retryDelay: 60 });
  const grants = `grant usage on schema pgboss to assay_app;
    grant select, insert, update, delete on all tables in schema pgboss to assay_app;
    grant usage on all sequences in schema pgboss to assay_app;
    grant execute on all functions in schema pgboss to assay_app`;
  await boss.getDb().executeSql(grants, []);
  await boss.stop({ graceful: false });
}

export type Queue = Awaited<ReturnType<typeof openQueue>>;

/** Connects to the queue as the server's role. */
export async function openQueue(appUrl: string, log: Log) {
  const boss = new PgBoss({
    connectionString: appUrl,
    migrate: false,
    createSchema: false,
    max: 3,
    useListenNotify: true,
  });
  boss.on('error', (error: unknown) => log.warn({ err: error }, 'the job queue met a fault'));
  await boss.start();
  return {
    /** Hands the job out once the transaction commits. */
    async send(tx: Tx, ticket: JobTicket): Promise<void> {
      await boss.send(QUEUE, ticket, { db: fromKysely(tx) });
    },
    /** Takes jobs, `concurrency` at a time. A job whose handler throws comes again. */
    async work(concurrency: number, handle: (ticket: JobTicket) => Promise<void>): Promise<void> {
      await boss.work<JobTicket>(
        QUEUE,
        // A job is told of as it is enqueued; looking besides is for when nobody could be told.
        { localConcurrency: concurrency, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 5 },
        async (jobs) => {
          for (const job of jobs) await handle(job.data);
        },
      );
    },
    /** Calls `handle` whenever the clock comes to `cron` (UTC), on one server of all. */
    async everyTime(name: (typeof CLOCKWORK)[number], cron: string, handle: () => Promise<void>): Promise<void> {
      await boss.schedule(name, cron);
      await boss.work(name, { pollingIntervalSeconds: 30 }, handle);
    },
    async stop(): Promise<void> {
      await boss.stop({ graceful: false });
    },
  };
}
