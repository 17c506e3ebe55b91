/** How many leads a client has. */
import * as z from 'zod';
import { ask, type ClickHouse, SafeInteger } from '../platform/clickhouse.ts';

const QUESTION = `select client_id, count() as leads from lead_fact final
  where client_id in {clients:Array(UUID)} group by client_id`;

/** Leads by client; a client without leads is left out. */
export async function countLeads(clickhouse: ClickHouse, clients: readonly string[]): Promise<Map<string, number>> {
  if (clients.length === 0) return new Map();
  const rows = await ask(clickhouse, QUESTION, { clients }, z.object({ client_id: z.string(), leads: SafeInteger }));
  return new Map(rows.map((row) => [row.client_id, row.leads]));
}
