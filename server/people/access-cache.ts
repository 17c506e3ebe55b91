/** What is remembered of who may do what, forgotten in every process as soon as rights change. */
import type pg from 'pg';
import type { Log } from '../platform/log.ts';

/** Triggers of 0004_people.sql announce here whose rights changed: a person's or key's id, or `*` for all. */
const CHANNEL = 'assay_access';
const ENTRIES_MAX = 10_000;
const RECONNECT_MS = 1_000;

export interface AccessCache {
  /**
   * The remembered value of `key`, else what `load` gives, remembered for at most `seconds` under the ids it depends
   * on. `undefined` is not remembered.
   */
  remember<T extends object>(key: string, load: () => Promise<Loaded<T> | undefined>): Promise<T | undefined>;
  /** Forgets all that depends on an id, in this process and at once; others hear of it by the trigger. */
  forget(id: string): void;
  close(): Promise<void>;
}

export interface Loaded<T> {
  value: T;
  dependsOn: readonly string[];
  seconds: number;
}

interface Entry {
  value: object;
  dependsOn: readonly string[];
  untilMs: number;
}

/** Opens the cache. One connection of the pool listens; while it cannot, nothing is remembered. */
export function accessCache({ pool, clock, log }: { pool: pg.Pool; clock: () => Date; log: Log }): AccessCache {
  const entries = new Map<string, Entry>();
  // Counts the changes, so that what was read before a change is not remembered after it.
  let changes = 0;
  let listening = false;
  let closed = false;
  let connection: pg.PoolClient | undefined;
  let retry: NodeJS.Timeout | undefined;

  function forget(id: string): void {
    changes++;
    if (id === '*') entries.clear();
    for (const [key, entry] of entries) if (entry.dependsOn.includes(id)) entries.delete(key);
  }

  function lost(): void {
    listening = false;
    forget('*');
    connection?.release(true);
    connection = undefined;
    if (!closed) retry = setTimeout(() => void listen(), RECONNECT_MS).unref();
  }

  async function listen(): Promise<void> {
    try {
      const client = await pool.connect();
      connection = client;
      client.on('notification', (message) => forget(message.payload ?? '*'));
      client.once('error', lost);
      client.once('end', () => connection === client && lost());
      await client.query(`listen ${CHANNEL}`);
      // What changed while nobody listened is not known.
      forget('*');
      listening = !closed;
      if (closed) await close();
    } catch (error) {
      log.warn({ err: error }, 'changes of rights cannot be heard; every request asks the database');
      lost();
    }
  }

  async function close(): Promise<void> {
    closed = true;
    listening = false;
    clearTimeout(retry);
    const client = connection;
    connection = undefined;
    client?.release(true);
  }

  void listen();
  return {
    async remember<T extends object>(key: string, load: () => Promise<Loaded<T> | undefined>): Promise<T | undefined> {
      const known = entries.get(key);
      if (known && known.untilMs > clock().getTime()) return known.value as T;
      const before = changes;
      const loaded = await load();
      if (loaded && listening && before === changes) {
        if (entries.size >= ENTRIES_MAX) entries.clear();
        const untilMs = clock().getTime() + loaded.seconds * 1000;
        entries.set(key, { value: loaded.value, dependsOn: loaded.dependsOn, untilMs });
      }
      return loaded?.value;
    },
    forget,
    close,
  };
}
