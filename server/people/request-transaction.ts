/** One transaction for all that better-auth writes in a request and for our own rows beside it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { kyselyAdapter } from '@better-auth/kysely-adapter';
import type { BetterAuthOptions, DBAdapter, DBTransactionAdapter } from 'better-auth';
import type { ControlledTransaction } from 'kysely';
import type { DB } from '../../db/types.ts';
import type { Database, Tx } from '../platform/db.ts';

type Begin = () => Promise<Tx>;

interface RequestTransaction {
  begin: Begin;
  hasBegun(): boolean;
  /** better-auth's adapter over this transaction, once it was asked for. */
  adapter?: DBAdapter;
}

const current = new AsyncLocalStorage<RequestTransaction>();

/**
 * Runs `work` with one transaction for what it writes by `begin` and for what better-auth writes while it runs. Begins
 * at the first write, so that no connection is held while a password is hashed; commits when `work` returns, and rolls
 * back and throws when it throws or when a statement in it had failed unnoticed.
 */
export async function inRequestTransaction<T>(db: Database, work: (begin: Begin) => Promise<T>): Promise<T> {
  let begun: Promise<ControlledTransaction<DB>> | undefined;
  let over = false;
  const begin = () => {
    // A write that nobody waited for would hold its connection for good.
    if (over) throw new Error('The transaction of this request is over.');
    begun ??= db.startTransaction().execute();
    return begun;
  };
  try {
    const result = await current.run({ begin, hasBegun: () => begun !== undefined }, () => work(begin));
    over = true;
    await (await begun)?.commit().execute();
    return result;
  } catch (error) {
    over = true;
    // The first error is the one to tell of; the connection is given back even when rolling back fails.
    await begun?.then((tx) => tx.rollback().execute()).catch(() => {});
    throw error;
  }
}

/**
 * better-auth's adapter, whose every call joins the transaction of the request at hand. A request holds one connection
 * at a time: before its first write it reads from the pool, from then on all goes through its transaction. Only the
 * counters of requests stay outside, for they stand whatever becomes of the request; they are counted before all else.
 */
export function requestAdapter(db: Database): (options: BetterAuthOptions) => DBAdapter {
  return (options) => {
    const pooled = kyselyAdapter(db, { type: 'postgres' })(options);
    const joined = async (request: RequestTransaction) => {
      const tx = await request.begin();
      request.adapter ??= kyselyAdapter(tx, { type: 'postgres' })(options);
      return request.adapter;
    };
    const toRead = async ({ model }: { model: string }) => {
      const request = current.getStore();
      return request?.hasBegun() && model !== 'rateLimit' ? await joined(request) : pooled;
    };
    const toWrite = async ({ model }: { model: string }) => {
      const request = current.getStore();
      return request && model !== 'rateLimit' ? await joined(request) : pooled;
    };
    const adapter: DBAdapter = {
      ...pooled,
      // Nothing to begin: what better-auth wants in one transaction is in the request's with all the rest.
      transaction: (work) => work(adapter),
      findOne: async <T>(args: Parameters<DBTransactionAdapter['findOne']>[0]) =>
        await (await toRead(args)).findOne<T>(args),
      findMany: async <T>(args: Parameters<DBTransactionAdapter['findMany']>[0]) =>
        await (await toRead(args)).findMany<T>(args),
      count: async (args) => await (await toRead(args)).count(args),
      create: async <T extends Record<string, unknown>, R = T>(args: Parameters<typeof pooled.create<T, R>>[0]) =>
        await (await toWrite(args)).create<T, R>(args),
      update: async <T>(args: Parameters<DBTransactionAdapter['update']>[0]) =>
        await (await toWrite(args)).update<T>(args),
      updateMany: async (args) => await (await toWrite(args)).updateMany(args),
      delete: async (args) => await (await toWrite(args)).delete(args),
      deleteMany: async (args) => await (await toWrite(args)).deleteMany(args),
      consumeOne: async <T>(args: Parameters<DBTransactionAdapter['consumeOne']>[0]) =>
        await (await toWrite(args)).consumeOne<T>(args),
      incrementOne: async <T>(args: Parameters<DBTransactionAdapter['incrementOne']>[0]) =>
        await (await toWrite(args)).incrementOne<T>(args),
    };
    return adapter;
  };
}
