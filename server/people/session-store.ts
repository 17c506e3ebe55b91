/** Keeps session tokens out of the database: better-auth's adapter sees tokens, the table only their sha256. */
import { createHash } from 'node:crypto';
import type { DBAdapter, DBTransactionAdapter, Where } from 'better-auth';

/** What stands in `auth_session.token` for the token of a cookie. */
export function hashOfSessionToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

type MakeAdapter = (...args: never[]) => DBAdapter;

/** The same adapter, except that the `token` of the model `session` is hashed on the way in. */
export function withHashedSessionTokens<Make extends MakeAdapter>(
  make: Make,
): (...args: Parameters<Make>) => DBAdapter {
  return (...args) => {
    const adapter = make(...args);
    return {
      ...hashing(adapter),
      transaction: (work) => adapter.transaction((transaction) => work(hashing(transaction))),
    };
  };
}

type Row = Record<string, unknown>;

function hashing<Adapter extends DBTransactionAdapter>(adapter: Adapter): Adapter {
  const wrapped: Partial<DBTransactionAdapter> = {
    async create<T extends Row, R = T>(args: Parameters<DBTransactionAdapter['create']>[0]): Promise<R> {
      const token = args.model === 'session' ? textOf(args.data.token) : undefined;
      const row = await adapter.create<Row, Row>(
        token === undefined ? args : { ...args, data: { ...args.data, token: hashOfSessionToken(token) } },
      );
      return withToken(row, token) as R;
    },
    async findOne<T>(args: Parameters<DBTransactionAdapter['findOne']>[0]): Promise<T | null> {
      const row = await adapter.findOne<Row>({ ...args, where: hashedWhere(args.model, args.where) });
      return withToken(row, tokenIn(args.model, args.where)) as T | null;
    },
    async update<T>(args: Parameters<DBTransactionAdapter['update']>[0]): Promise<T | null> {
      const row = await adapter.update<Row>({ ...args, where: hashedWhere(args.model, args.where) });
      return withToken(row, tokenIn(args.model, args.where)) as T | null;
    },
    async findMany<T>(args: Parameters<DBTransactionAdapter['findMany']>[0]): Promise<T[]> {
      const rows = await adapter.findMany<Row>({ ...args, where: args.where && hashedWhere(args.model, args.where) });
      return rows.map((row) => withToken(row, tokenIn(args.model, args.where ?? []))) as T[];
    },
    updateMany: (args) => adapter.updateMany({ ...args, where: hashedWhere(args.model, args.where) }),
    delete: (args) => adapter.delete({ ...args, where: hashedWhere(args.model, args.where) }),
    deleteMany: (args) => adapter.deleteMany({ ...args, where: hashedWhere(args.model, args.where) }),
    count: (args) => adapter.count({ ...args, where: args.where && hashedWhere(args.model, args.where) }),
    async consumeOne<T>(args: Parameters<DBTransactionAdapter['consumeOne']>[0]): Promise<T | null> {
      return await adapter.consumeOne<T>({ ...args, where: hashedWhere(args.model, args.where) });
    },
  };
  return { ...adapter, ...wrapped };
}

function hashedWhere(model: string, where: Where[]): Where[] {
  if (model !== 'session') return where;
  return where.map((clause) => {
    if (clause.field !== 'token') return clause;
    // Only looking up by one whole token is known to be needed; anything else would silently find nothing.
    if (typeof clause.value !== 'string' || (clause.operator ?? 'eq') !== 'eq') {
      throw new Error('Sessions are found by one whole token only.');
    }
    return { ...clause, value: hashOfSessionToken(clause.value) };
  });
}

function tokenIn(model: string, where: readonly Where[]): string | undefined {
  if (model !== 'session') return undefined;
  return textOf(where.find((clause) => clause.field === 'token')?.value);
}

function withToken(row: Row | null, token: string | undefined): Row | null {
  return row !== null && token !== undefined && 'token' in row ? { ...row, token } : row;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
