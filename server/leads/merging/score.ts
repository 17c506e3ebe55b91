/** How alike two leads are by the client's model. */
import type { PreparedLead } from '#domain/lead-checks/check.ts';
import { leadRecord } from '#domain/linkage/lead-record.ts';
import { LEAD_SPEC } from '#domain/linkage/lead-spec.ts';
import { type PairScore, scorePair } from '#domain/linkage/model.ts';
import type { Connection } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import type { ClientContext } from '../context.ts';
import { modelInForce } from './model.ts';

export async function scoreLeads(
  db: Connection,
  bench: { vault: Pick<Vault, 'key63'>; context: ClientContext },
  a: PreparedLead,
  b: PreparedLead,
): Promise<{ score: PairScore; version: number }> {
  const { model, frequencyOf } = await modelInForce(db, bench);
  return {
    score: scorePair(LEAD_SPEC, leadRecord(a, frequencyOf), leadRecord(b, frequencyOf), model),
    version: model.version,
  };
}
