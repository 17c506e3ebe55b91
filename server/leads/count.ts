/** How many leads a client has. */
import * as z from 'zod';
import { ask, SafeInteger } from '../platform/clickhouse.ts';
import type { LeadDeps } from './deps.ts';

const QUESTION = `select client_id, count() as leads from lead_fact final
  where client_id in {clients:Array(UUID)} group by client_id`;

const Row = z.object({ client_id: z.string(), leads: SafeInteger });

/** Leads by client; a client without leads is left out. */
export async function countLeads(
  { clickhouse, remember }: Pick<LeadDeps, 'clickhouse' | 'remember'>,
  clients: readonly string[],
): Promise<Map<string, number>> {
  if (clients.length === 0) return new Map();
  const rows = await remember([QUESTION, clients], () => ask(clickhouse, QUESTION, { clients }, Row));
  return new Map(rows.map((row) => [row.client_id, row.leads]));
}
