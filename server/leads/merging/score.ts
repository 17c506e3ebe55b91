/** How alike two leads are by the client's model. */
import { sql } from 'kysely';
import type { PreparedLead } from '#domain/lead-checks/check.ts';
import { defaultModel } from '#domain/linkage/default-model.ts';
import { leadRecord } from '#domain/linkage/lead-record.ts';
import { LEAD_SPEC } from '#domain/linkage/lead-spec.ts';
import { type PairScore, scorePair } from '#domain/linkage/model.ts';
import type { Connection } from '../../platform/db.ts';

export async function scoreLeads(
  db: Connection,
  clientId: string,
  a: PreparedLead,
  b: PreparedLead,
): Promise<{ score: PairScore; version: number }> {
  const { rows } = await sql<{
    leads: number;
  }>`select count(*) as leads from lead where client_id = ${clientId}`.execute(db);
  const model = defaultModel(rows[0]?.leads ?? 0);
  return { score: scorePair(LEAD_SPEC, leadRecord(a), leadRecord(b), model), version: model.version };
}
