/** Touchpoints that come over the API. */
import { sql } from 'kysely';
import type { TouchpointCreate, TouchpointDeliveryResult } from '#contract/touchpoint.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { AppError, refusedField } from '../../platform/errors.ts';
import { loadContext } from '../context.ts';
import type { LeadDeps } from '../deps.ts';
import { storeTouchpoints, touchpointRow } from './store.ts';

const ERRORS_MAX = 100;

/** Stores touchpoints of one client, all or none. Throws 404 naming each one whose lead is not there. */
export async function deliverTouchpoints(
  deps: LeadDeps,
  principal: Principal,
  touches: readonly TouchpointCreate[],
): Promise<TouchpointDeliveryResult> {
  const clientId = touches[0]?.client_id ?? '';
  const stranger = touches.findIndex((touch) => touch.client_id !== clientId);
  if (stranger >= 0)
    throw refusedField(`${stranger}.client_id`, 'all touchpoints of one request must be of one client');
  const clients = clientsFor(principal, 'lead.write', clientId);
  const now = deps.clock();
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const { sources } = await loadContext(tx, clientId);
    const leads = await namedLeads(tx, clientId, touches);
    const rows = touches.map((touch) =>
      touchpointRow(touch, { vault: deps.vault, clientId, sources, now, lead: leadOf(leads, touch) }),
    );
    const stored = await storeTouchpoints(tx, clientId, rows, now);
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'touchpoint.delivered',
      object: { type: 'touchpoint', id: rows.length === 1 ? (rows[0]?.id ?? null) : null },
      detail: { stored, known: rows.length - stored },
    });
    return { stored, known: rows.length - stored };
  });
}

interface NamedLead {
  id: string;
  external_id: string | null;
  visitor: bigint;
}

/** The leads that the touchpoints name, by either id. */
async function namedLeads(
  tx: Tx,
  clientId: string,
  touches: readonly TouchpointCreate[],
): Promise<Map<string, NamedLead>> {
  const ids = touches.flatMap(({ lead_id }) => lead_id ?? []);
  const externalIds = touches.flatMap(({ lead_external_id }) => lead_external_id ?? []);
  if (ids.length + externalIds.length === 0) return new Map();
  // The visitor as text, because it does not fit a JavaScript number.
  const { rows } = await sql<{ id: string; external_id: string | null; visitor: string }>`
    select id, external_id, visitor::text from lead
    where client_id = ${clientId} and (id = any(${ids}::uuid[]) or external_id = any(${externalIds}::text[]))`.execute(
    tx,
  );
  const found = new Map<string, NamedLead>();
  for (const row of rows) {
    const lead = { ...row, visitor: BigInt(row.visitor) };
    found.set(row.id, lead);
    if (row.external_id !== null) found.set(`external ${row.external_id}`, lead);
  }
  const errors = touches.flatMap((touch, row) => {
    if (touch.lead_id === undefined && touch.lead_external_id === undefined) return [];
    if (leadOf(found, touch) !== undefined) return [];
    const field = touch.lead_id === undefined ? 'lead_external_id' : 'lead_id';
    return [{ field, row, message: 'there is no such lead' }];
  });
  if (errors.length > 0) {
    const detail = 'Deliver the leads first, or name the visitor instead.';
    throw new AppError(404, 'unknown-lead', detail, { errors: errors.slice(0, ERRORS_MAX) });
  }
  return found;
}

const leadOf = (leads: ReadonlyMap<string, NamedLead>, touch: TouchpointCreate) =>
  touch.lead_id === undefined ? leads.get(`external ${touch.lead_external_id}`) : leads.get(touch.lead_id);
