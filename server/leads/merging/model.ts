/** The linkage model in force of a client: the newest learnt one, else the one that ships. */
import { sql } from 'kysely';
import * as z from 'zod';
import { defaultModel } from '#domain/linkage/default-model.ts';
import { usualFrequency } from '#domain/linkage/lead-record.ts';
import type { LinkageModel } from '#domain/linkage/model.ts';
import type { Connection, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import type { ClientContext } from '../context.ts';
import { frequencyKey } from './block-keys.ts';

/**
 * A client that nothing was learnt of is taken to have so many leads, however many it has: so order has no say, and
 * bearing the same name is not enough.
 */
const USUAL_LEADS = 1_000_000;
/** Models are never changed once used, so they may be kept. */
const KEPT = 200;

export interface ModelInForce {
  model: LinkageModel;
  frequencyOf: (field: string, value: string) => number | undefined;
  /** The version that a stored pair names; stores the shipped model when it is the one in force. */
  storedVersion(tx: Tx): Promise<number>;
}

const Chances = z.array(z.array(z.number()));
const Parameters = z.object({
  prior: z.number(),
  chances: z.record(z.string(), z.object({ m: Chances, u: Chances })),
  agreement: z.record(z.string(), z.number()),
  /** Absent from the shipped model: names are as frequent as they usually are. */
  frequencies: z
    .record(z.string(), z.object({ common: z.record(z.string(), z.number()), rest: z.number() }))
    .optional(),
});

type Learnt = LinkageModel & Pick<z.infer<typeof Parameters>, 'frequencies'>;

const kept = new Map<string, Learnt>();

export async function modelInForce(
  db: Connection,
  {
    vault,
    context: { clientId, past },
  }: { vault: Pick<Vault, 'key63'>; context: Pick<ClientContext, 'clientId' | 'past'> },
): Promise<ModelInForce> {
  const model: Learnt = past.model === 0 ? defaultModel(USUAL_LEADS) : await learntModel(db, clientId, past.model);
  return {
    model,
    frequencyOf(field, value) {
      if (model.frequencies === undefined) return usualFrequency(field, value);
      const table = model.frequencies[field];
      return table?.common[frequencyKey(vault, clientId, field, value)] ?? table?.rest;
    },
    async storedVersion(tx) {
      if (model.version === 0) await storeShipped(tx, clientId, model);
      past.model = Math.max(1, model.version);
      return past.model;
    },
  };
}

async function learntModel(db: Connection, clientId: string, version: number): Promise<Learnt> {
  const place = `${clientId} ${version}`;
  const known = kept.get(place);
  if (known) return known;
  const row = await db
    .selectFrom('linkage_model')
    .select(['parameters', 'thresholds'])
    .where('client_id', '=', clientId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  const thresholds = row.thresholds as unknown as LinkageModel['thresholds'];
  const model = { ...Parameters.parse(row.parameters), version, thresholds };
  if (kept.size >= KEPT) kept.clear();
  kept.set(place, model);
  return model;
}

/** As version 1, so that the pairs it weighed can name it. */
async function storeShipped(
  tx: Tx,
  clientId: string,
  { prior, chances, agreement, thresholds }: LinkageModel,
): Promise<void> {
  await sql`insert into linkage_model (client_id, version, parameters, thresholds)
    values (${clientId}, 1, ${JSON.stringify({ prior, chances, agreement })}, ${JSON.stringify(thresholds)})
    on conflict (client_id, version) do nothing`.execute(tx);
}
