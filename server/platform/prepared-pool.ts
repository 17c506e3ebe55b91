/** Connections of a path that asks the same few questions over and over: each is parsed and planned once. */
import { createHash } from 'node:crypto';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';

/** More texts than a path has: what came after them would only fill the memory of the server. */
const NAMES_MAX = 500;
/** feature_not_supported: what a statement answers has other columns than when it was prepared. */
const OUTDATED = '0A000';

const names = new Map<string, string>();
/** Part of every name, so that after a migration beside us all statements are prepared anew. */
let generation = 0;

/** The pool for Kysely, naming each statement after its text, which prepares it on the connection that asks it. */
export function preparedPool(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => new PreparingConnection(await pool.connect()),
    end: async () => await pool.end(),
  };
}

class PreparingConnection implements PostgresPoolClient {
  readonly #client: pg.PoolClient;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    text: string | PostgresCursor<R>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof text !== 'string') throw new Error('A prepared connection has no cursors.');
    return this.#ask<R>(text, values);
  }

  release(destroy?: boolean): void {
    this.#client.release(destroy);
  }

  async #ask<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    const name = nameOf(text);
    try {
      const result = await this.#client.query({ ...(name ? { name } : {}), text, values: [...values] });
      return result as unknown as PostgresQueryResult<R>;
    } catch (error) {
      if ((error as { code?: unknown }).code === OUTDATED) forgetNames();
      throw error;
    }
  }
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= NAMES_MAX) return known;
  const name = `${createHash('md5').update(text).digest('hex')} ${generation}`;
  names.set(text, name);
  return name;
}

function forgetNames(): void {
  names.clear();
  generation += 1;
}
