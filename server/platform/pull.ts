/**
 * Keeps ClickHouse in step with PostgreSQL. The engine itself reads the columns that hold nothing personal; every row
 * carries the transaction that wrote it, and all transactions below the snapshot's xmin have ended, so pulling
 * lo <= ver < xmin misses nothing, and pulling it twice changes nothing (ReplacingMergeTree by ver).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type pg from 'pg';
import type { Log } from './log.ts';
import { FEEDS, type Feed, PULLED_TABLES } from './pull-feeds.ts';

/** How the engine reaches PostgreSQL, as the role that sees no personal column. */
export interface PullSource {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
}

/** Between two looks when nothing is new, which cost a millisecond or two. */
const QUIET_MS = 250;
/**
 * After something was: the engine takes some 60 ms of processor for it, be it a single lead, and more may be coming. Leads
 * that come meanwhile take twice their time, and at a pass a second these were more than one in twenty. Whoever asks a
 * question does not wait for this.
 */
const GIVEN_MS = 3_000;
const FRESH_WAIT_MS = 3_000;

/** Between two looks of a question that waits for an open transaction to end. */
const OPEN_MS = 20;

/** What is new, by the role's own view of the tables. */
const PROBE = `with edge as materialized (
    select pg_snapshot_xmin(pg_current_snapshot()) as hi, $1::xid8 as lo, (select epoch::text from installation) as epoch)
  select edge.hi::text as hi, edge.epoch, array[${FEEDS.map(
    ({ from, only = 'true' }) => `exists(select from ${from} where ver >= edge.lo and ver < edge.hi and ${only})`,
  )}] as news
  from edge`;

export type Pull = ReturnType<typeof createPull>;

export interface PullOptions {
  clickhouse: ClickHouseClient;
  /** Connects as the sync role. */
  pool: pg.Pool;
  source: PullSource;
  log: Log;
  /** How long a question waits for what was committed before it, unless it says so itself. */
  waitMs?: number | undefined;
}

/** The engine's own rows again with some columns new, so that the others need not come from PostgreSQL a second time. */
function laidOnto(table: string, keys: readonly string[], names: readonly string[], news: string): string {
  const changed = names.filter((name) => !keys.includes(name));
  return `insert into ${table}
    select kept.* replace (${changed.map((name) => `news.${name} as ${name}`)})
    from ${table} as kept final inner join (${news}) as news using (${keys})
    where kept.ver < news.ver`;
}

/** Makes the pull; nothing happens before `start` or `fresh`. */
export function createPull({ clickhouse, pool, source, log, waitMs: usualMs = FRESH_WAIT_MS }: PullOptions) {
  let mark: { epoch: string; hi: bigint } | undefined;
  let pulledAt: Date | undefined;
  let passing: Promise<void> | undefined;
  let stopped = false;
  // Counts what was given to the engine, so that an answer may be kept as long as nothing was.
  let given = 0;
  let giving = false;
  const ended = Promise.withResolvers<void>();
  let loop: Promise<void> | undefined;

  const rowsOf = ({ from, columns, only = 'true' }: Feed, lo: bigint, hi: bigint) => {
    const query = `select ${columns.map(([, postgres]) => postgres)} from ${from}
      where ver >= '${lo}'::xid8 and ver < '${hi}'::xid8 and ${only}`;
    const quote = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
    return `postgresql(${quote(`${source.host}:${source.port}`)}, ${quote(source.database)},
      query('${query.replaceAll("'", "''")}'), ${quote(source.user)}, ${quote(source.password)})`;
  };

  /** One pass at a time; whoever asks during a pass waits for it and for the next. */
  async function pass(): Promise<void> {
    if (mark === undefined) mark = await readMark();
    const probe = await pool.query<{ hi: string; epoch: string; news: boolean[] }>(PROBE, [String(mark.hi)]);
    const found = probe.rows[0];
    if (found === undefined) throw new Error('PostgreSQL gave no snapshot.');
    if (found.epoch !== mark.epoch) {
      await startOver(found.epoch);
      return await pass();
    }
    const hi = BigInt(found.hi);
    if (hi > mark.hi) {
      const { hi: lo } = mark;
      if (found.news.includes(true)) {
        await give(async () => {
          for (const [place, feed] of FEEDS.entries()) if (found.news[place]) await insert(feed, lo, hi);
          await writeMark(found.epoch, hi);
        });
      }
      mark = { epoch: found.epoch, hi };
    }
    pulledAt = new Date();
  }

  async function give(change: () => Promise<void>): Promise<void> {
    giving = true;
    try {
      await change();
    } finally {
      giving = false;
      given++;
    }
  }

  async function insert(feed: Feed, lo: bigint, hi: bigint): Promise<void> {
    const names = feed.columns.map(([name]) => name);
    const values = feed.columns.map(([name, , clickhouse]) => `${clickhouse} as ${name}`);
    const news = `select ${values} from ${rowsOf(feed, lo, hi)}`;
    await clickhouse.command({
      query: feed.onto ? laidOnto(feed.into, feed.onto, names, news) : `insert into ${feed.into} (${names}) ${news}`,
      clickhouse_settings: { max_execution_time: 3600 },
    });
  }

  async function readMark(): Promise<{ epoch: string; hi: bigint }> {
    const reply = await clickhouse.query({
      query:
        "select epoch, toString(max(hi)) as hi from pull_watermark where feed = 'lead' group by epoch order by max(at) desc",
      format: 'JSONEachRow',
    });
    const [row] = await reply.json<{ epoch: string; hi: string }>();
    return row ? { epoch: row.epoch, hi: BigInt(row.hi) } : { epoch: '', hi: 0n };
  }

  async function writeMark(epoch: string, hi: bigint): Promise<void> {
    await clickhouse.command({
      query: "insert into pull_watermark select 'lead', {epoch:String}, {hi:UInt64}, now64(3, 'UTC')",
      query_params: { epoch, hi: String(hi) },
    });
  }

  /** Another PostgreSQL stands behind us: what was pulled from the former one goes. */
  async function startOver(epoch: string): Promise<void> {
    await give(async () => {
      for (const table of [...PULLED_TABLES, 'pull_watermark']) {
        await clickhouse.command({ query: `truncate table ${table}` });
      }
    });
    mark = { epoch, hi: 0n };
  }

  async function passOnce(): Promise<void> {
    while (passing) await passing;
    passing = pass().finally(() => {
      passing = undefined;
    });
    await passing;
  }

  /** Passes until all transactions that had begun before this call are pulled, or nobody waits any more. */
  async function passUntilNow(waiting: { over: boolean }): Promise<void> {
    const { rows } = await pool.query<{ next: string }>('select pg_snapshot_xmax(pg_current_snapshot())::text as next');
    const next = BigInt(rows[0]?.next ?? 0);
    await passOnce();
    while (!waiting.over && !stopped && (mark?.hi ?? next) < next) {
      await sleep(OPEN_MS);
      await passOnce();
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
      const [began, before] = [performance.now(), given];
      await passOnce().catch((error) => {
        // The engine may have been restarted and lost an unacknowledged pull; its own watermark says where to go on.
        mark = undefined;
        if (!stopped) log.warn({ err: error }, 'the pull met a fault and is tried again');
      });
      // A busy pull leaves four times the time it took to whoever keeps it busy, an import as a rule, and to merging.
      const rest = given === before ? QUIET_MS : Math.max(GIVEN_MS, 4 * (performance.now() - began));
      await Promise.race([sleep(rest), ended.promise]);
    }
  }

  return {
    start(): void {
      loop ??= run();
    },

    /**
     * Waits until everything committed before this call is pulled, at most `waitMs`. Whoever wrote while an older
     * transaction was open, in whichever database of the server, waits for that one to end.
     * Returns the instant through which the engine's numbers are complete.
     */
    async fresh(waitMs = usualMs): Promise<Date> {
      const waiting = { over: false };
      await Promise.race([
        passUntilNow(waiting).catch((error) => log.warn({ err: error }, 'a question was answered with older numbers')),
        sleep(waitMs, undefined, { ref: false }),
      ]);
      waiting.over = true;
      return pulledAt ?? new Date(0);
    },

    /** The instant through which everything is pulled. */
    dataThrough: () => pulledAt,

    /** Changes with every row that the pull gives the engine; undefined while it gives some. */
    version: () => (giving ? undefined : given),

    async stop(): Promise<void> {
      stopped = true;
      ended.resolve();
      await loop;
    },
  };
}
