/** What there is to learn from: leads old enough to have shown their outcome, and when their values were set. */
import { sql } from 'kysely';
import type { TrainingSet } from '#domain/prediction/train.ts';
import type { ClickHouse } from '../../platform/clickhouse.ts';
import type { Tx } from '../../platform/db.ts';
import { readAll } from './bulk.ts';
import { EDITABLE, featureTable } from './features.ts';

const DAY_MS = 86_400_000;
/** The newest leads that are learnt from. */
const LEADS_MAX = 300_000;

export interface Learnable extends TrainingSet {
  sources: string[];
}

/**
 * The client's leads whose horizon has passed at `now`, oldest first. `edited` tells, by lead, when a person first
 * changed the fields that features are made of.
 */
export async function learnableLeads(
  clickhouse: ClickHouse,
  client: { clientId: string; zone: string },
  horizonDays: number,
  now: number,
  edited: ReadonlyMap<string, number>,
): Promise<Learnable> {
  const horizon = horizonDays * DAY_MS;
  const columns = await readAll(clickhouse, { ...client, to: now - horizon, newest: LEADS_MAX });
  const at = Float64Array.from(columns.at);
  const table = featureTable(columns);
  const setAt = Float64Array.from(columns.id, (id, row) => edited.get(id) ?? at[row] ?? 0);
  return {
    table: {
      ...table,
      features: table.features.map((feature) => (EDITABLE.has(feature.name) ? { ...feature, setAt } : feature)),
    },
    label: Uint8Array.from(columns.converted, (converted, row) =>
      converted === 1 && (columns.took_ms[row] ?? 0) <= horizon ? 1 : 0,
    ),
    at,
    horizon,
    sources: columns.source,
  };
}

/** When each lead was first edited in a field that features are made of, in ms. Deliveries of a status are no edits. */
export async function editedLeads(tx: Tx, clientId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ lead_id: string; at: Date }>`
    select lead_id, min(at) as at from lead_event
    where client_id = ${clientId}
      and detail->'fields' ?| array['email', 'name', 'given_name', 'family_name', 'phone', 'company', 'message',
        'source', 'address', 'device', 'form', 'consent']
    group by lead_id`.execute(tx);
  return new Map(rows.map(({ lead_id, at }) => [lead_id, at.getTime()]));
}
