/** S05: what the form tag saw of the forms that leads came from. */
import { sql } from 'kysely';
import { type SeenForm, type Witness, witnessOf } from '#domain/form-tag/witness.ts';
import type { Connection } from '../../platform/db.ts';
import { int8Array, timestamptzArray, uuidArray } from '../../platform/pg-arrays.ts';
import type { IntakeLead, Workbench } from '../intake.ts';
import { witnessKey } from '../lead-keys.ts';
import type { AnyHit } from './settle.ts';

export const WITNESS_CHECK = 'S05_DATA_INTEGRITY';

/** Either way, because clocks differ and some sellers give no more than the day. */
const AROUND = sql`interval '1 day'`;

interface Row {
  id: string;
  /** `at` in milliseconds since 1970; keys as text, since they do not fit a number. */
  forms: { at: number; names: string[]; keys: string[] }[];
  /** Fields that a person of the client changed. */
  changed: string[];
}

/** What was seen of each lead whose visitor sent a form around its time. */
export async function findWitness(
  db: Connection,
  { vault, context }: Workbench,
  leads: readonly IntakeLead[],
): Promise<Map<string, Witness>> {
  const asked = leads.filter(({ lead }) => lead.device?.visitor_id || lead.device?.device_id);
  if (!context.past.forms || asked.length === 0) return new Map();
  const { clientId } = context;
  const { rows } = await sql<Row>`
    select t.id, seen.forms, array(select distinct field
      from lead_event e, jsonb_array_elements_text(e.detail -> 'fields') as field
      where e.client_id = ${clientId} and e.lead_id = t.id and e.actor like 'person:%' and e.detail ? 'fields') as changed
    from unnest(${uuidArray(asked.map(({ id }) => id))}::uuid[], ${int8Array(asked.map(({ keys }) => keys.visitor))}::bigint[],
      ${timestamptzArray(asked.map(({ createdAt }) => createdAt))}::timestamptz[]) as t(id, visitor, at),
    lateral (select jsonb_agg(jsonb_build_object('at', floor(extract(epoch from f.submitted_at) * 1000), 'names', f.value_names,
        'keys', f.value_keys::text[]) order by f.submitted_at, f.id) as forms
      from form_session f where f.client_id = ${clientId} and f.visitor = t.visitor
        and f.submitted_at between t.at - ${AROUND} and t.at + ${AROUND}) as seen
    where seen.forms is not null`.execute(db);
  const byId = new Map(asked.map((lead) => [lead.id, lead]));
  const keyOf = (digest: string) => witnessKey(vault, clientId, digest);
  const found = new Map<string, Witness>();
  for (const { id, forms, changed } of rows) {
    const own = byId.get(id);
    const seen = forms.map(({ at, names, keys }): SeenForm => ({ at, names, keys: keys.map(BigInt) }));
    const witness = own && witnessOf(own.lead, own.createdAt, seen, keyOf, new Set(changed));
    if (witness) found.set(id, witness);
  }
  return found;
}

/** All leads of a client for which a form was seen; the weight is how many, so that one that comes later is noticed. */
export async function witnessedLeads(db: Connection, clientId: string): Promise<AnyHit[]> {
  const { rows } = await sql<{ id: string; forms: number }>`
    select lead.id, count(*)::int as forms
    from form_session f join lead on lead.client_id = f.client_id and lead.visitor = f.visitor
      and f.submitted_at between lead.created_at - ${AROUND} and lead.created_at + ${AROUND}
    where f.client_id = ${clientId} group by lead.id`.execute(db);
  return rows.map(({ id, forms }) => ({ leadId: id, check: WITNESS_CHECK, weight: forms }));
}
