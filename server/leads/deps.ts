/** What the lead services are made of. */
import type { LeadFilter } from '#contract/lead-list.ts';
import type { IpCountries } from '#domain/lead-checks/ip/country-ranges.ts';
import type { ClickHouse } from '../platform/clickhouse.ts';
import type { Database, Tx } from '../platform/db.ts';
import type { Pull } from '../platform/pull.ts';
import type { Queue } from '../platform/queue.ts';
import type { Remember } from '../platform/remember.ts';
import type { Vault } from '../platform/vault/vault.ts';
import type { AskDns } from './reaudit.ts';

export interface LeadDeps {
  db: Database;
  /** The same for small deliveries, with statements that stay prepared. */
  deliveryDb: Database;
  clickhouse: ClickHouse;
  pull: Pull;
  /** Keeps small answers of the engine until the pull gives it something new. */
  remember: Remember;
  queue: Queue;
  vault: Vault;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Undefined while DNS questions are switched off. */
  dns: AskDns | undefined;
  /** Undefined while the operator brought no list. */
  ipCountries: IpCountries | undefined;
  /** Ids of the leads of `clients` that match a filter, at most `limit`, newest first. */
  matchingIds: (clients: readonly string[], filter: LeadFilter, limit: number) => Promise<string[]>;
  /** Names of people and keys by `person:…`, `key:…`. */
  actorNames: (tx: Tx, actors: readonly string[]) => Promise<Map<string, string>>;
}
