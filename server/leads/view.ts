/** Leads as the API shows them: the specification's fields, personal values masked unless they were asked for. */
import { sql } from 'kysely';
import type { Lead } from '#contract/lead.ts';
import { fromMinor } from '#domain/money/minor-units.ts';
import { maskCompany, maskEmail, maskName, maskPhone } from '#domain/privacy/mask.ts';
import type { Connection } from '../platform/db.ts';
import type { Vault } from '../platform/vault/vault.ts';
import { leadsOfPersons } from './merging/events.ts';
import { goldenContext, goldenOf } from './merging/golden.ts';
import { leadCreateOf, openPersonal, type Personal } from './record.ts';

export type LeadRow = Awaited<ReturnType<typeof findLeadRows>>[number];

/** Rows of leads in scope with the salt that opens them, in no order. */
export async function findLeadRows(db: Connection, ids: readonly string[]) {
  return await withPersons(db, ids).selectAll('lead').execute();
}

type ShownRow = Awaited<ReturnType<typeof findShownRows>>[number];

/** The same with what a reply shows, which is less than half of a row. */
async function findShownRows(db: Connection, ids: readonly string[]) {
  return await withPersons(db, ids)
    .select([
      'lead.client_id',
      'lead.id',
      'lead.person_id',
      'lead.identity_id',
      'lead.personal',
      'lead.source',
      'lead.campaign_id',
      'lead.ad_group_id',
      'lead.keyword',
      'lead.referrer',
      'lead.quality_score',
      'lead.validation_status',
      'lead.conversion_status',
      'lead.conversion_date',
      'lead.revenue_minor',
      'lead.currency',
      'lead.created_at',
      'lead.updated_at',
      'lead.external_id',
      'lead.country',
      'lead.region',
      'lead.flags',
      'lead.engagement_score',
      'lead.duplicate_of',
    ])
    .execute();
}

function withPersons(db: Connection, ids: readonly string[]) {
  return db
    .selectFrom('lead')
    .innerJoin('person', (join) =>
      join.onRef('person.client_id', '=', 'lead.client_id').onRef('person.id', '=', 'lead.person_id'),
    )
    .leftJoin('merged_person as merged', (join) =>
      join.onRef('merged.client_id', '=', 'lead.client_id').onRef('merged.id', '=', 'lead.identity_id'),
    )
    .leftJoin('lead_chance as chance', (join) =>
      join.onRef('chance.client_id', '=', 'lead.client_id').onRef('chance.lead_id', '=', 'lead.id'),
    )
    .select([
      'person.salt',
      'person.epoch',
      'merged.survivor',
      'merged.choices',
      'chance.probability as conversion_probability',
    ])
    .where('lead.id', '=', sql<string>`any(${ids}::uuid[])`);
}

export type SealedLead = Awaited<ReturnType<typeof findSealedLeads>>[number];

/** Of leads of one client only what it takes to open them as they were delivered, in no order: a row has sixty columns. */
export async function findSealedLeads(db: Connection, clientId: string, ids: readonly string[]) {
  return await db
    .selectFrom('lead')
    .innerJoin('person', (join) =>
      join.onRef('person.client_id', '=', 'lead.client_id').onRef('person.id', '=', 'lead.person_id'),
    )
    .select([
      'lead.client_id',
      'lead.id',
      'lead.person_id',
      'person.salt',
      'person.epoch',
      'lead.personal',
      'lead.external_id',
      'lead.source',
      'lead.conversion_status',
      'lead.conversion_date',
      'lead.revenue_minor',
      'lead.currency',
      'lead.created_at',
    ])
    .where('lead.client_id', '=', clientId)
    .where('lead.id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
}

export function openRow(
  vault: Vault,
  row: Pick<SealedLead, 'client_id' | 'person_id' | 'salt' | 'personal'>,
): Personal {
  return openPersonal(vault, row.client_id, { id: row.person_id, salt: row.salt }, row.personal);
}

/** Gives the lead of a row as it was delivered. */
export const openLead = (vault: Vault) => (row: SealedLead) => leadCreateOf(row, openRow(vault, row));

/** One lead as the API shows it. */
export function leadReply(vault: Vault, row: ShownRow, masked: boolean): Lead {
  const personal = openRow(vault, row);
  const name = nameOf(personal);
  const mask = (value: string | undefined, how: (text: string) => string) =>
    value === undefined || !masked ? value : how(value);
  return {
    id: row.id,
    client_id: row.client_id,
    email: mask(personal.email, maskEmail) ?? '',
    name: mask(name, maskName) ?? '',
    ...optional('phone', mask(personal.phone, maskPhone)),
    ...optional('company', mask(personal.company, maskCompany)),
    source: row.source,
    source_details: masked ? clearDetails(row) : (personal.source_details ?? {}),
    quality_score: row.quality_score,
    validation_status: row.validation_status as Lead['validation_status'],
    conversion_status: row.conversion_status as Lead['conversion_status'],
    ...optional('conversion_date', row.conversion_date?.toISOString()),
    ...optional(
      'revenue',
      row.revenue_minor === null || row.currency === null ? undefined : fromMinor(row.revenue_minor, row.currency),
    ),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    ...optional('external_id', row.external_id ?? undefined),
    ...optional('currency', row.currency ?? undefined),
    ...optional('country', row.country || undefined),
    ...optional('region', row.region || undefined),
    flags: row.flags,
    ...optional('conversion_probability', row.conversion_probability ?? undefined),
    engagement_score: row.engagement_score,
    ...optional('duplicate_of', row.duplicate_of ?? undefined),
    ...optional('merged_into', row.survivor === null || row.survivor === row.id ? undefined : row.survivor),
    masked,
  };
}

/** The leads with these ids, in the order of the ids; ids out of scope are left out. */
export async function readLeads(
  db: Connection,
  vault: Vault,
  ids: readonly string[],
  masked: boolean,
): Promise<Lead[]> {
  if (ids.length === 0) return [];
  const rows = new Map((await findShownRows(db, ids)).map((row) => [row.id, row]));
  const golden = await goldenReplies(
    db,
    vault,
    [...rows.values()].filter(({ id, survivor }) => id === survivor),
    masked,
  );
  return ids.flatMap((id) => {
    const row = rows.get(id);
    return row === undefined ? [] : [golden.get(id) ?? leadReply(vault, row, masked)];
  });
}

/** Leads that lead a merged person show the person's values, whichever of its leads they are from. */
async function goldenReplies(
  db: Connection,
  vault: Vault,
  leading: readonly ShownRow[],
  masked: boolean,
): Promise<Map<string, Lead>> {
  const replies = new Map<string, Lead>();
  for (const clientId of new Set(leading.map(({ client_id }) => client_id))) {
    const own = leading.filter(({ client_id }) => client_id === clientId);
    const ids = await leadsOfPersons(
      db,
      clientId,
      own.map(({ id }) => id),
    );
    const members = await findLeadRows(db, ids);
    const context = await goldenContext(db, clientId, members);
    for (const row of own) {
      const person = members.filter(({ identity_id }) => identity_id === row.identity_id);
      replies.set(
        row.id,
        goldenReply(vault, row, person, goldenOf(openLead(vault), context, person, choicesOf(row)), masked),
      );
    }
  }
  return replies;
}

export function choicesOf({ choices }: Pick<LeadRow, 'choices'>): Record<string, string> {
  return (choices ?? {}) as Record<string, string>;
}

function goldenReply(
  vault: Vault,
  row: ShownRow,
  person: readonly LeadRow[],
  golden: ReturnType<typeof goldenOf>,
  masked: boolean,
): Lead {
  const reply = { ...leadReply(vault, row, masked), merged_leads: person.length };
  for (const field of ['name', 'email', 'phone', 'company'] as const) {
    const found = golden.find((value) => value.field === field);
    const owner = person.find(({ id }) => id === found?.survivor?.lead);
    const value = owner && leadReply(vault, owner, masked)[field];
    if (value !== undefined) reply[field] = value;
  }
  return reply;
}

function nameOf(personal: Personal): string | undefined {
  return personal.name ?? ([personal.given_name, personal.family_name].filter(Boolean).join(' ') || undefined);
}

/** What of the source may be shown to everyone: addresses of pages and click ids may name a person. */
function clearDetails(row: ShownRow): Lead['source_details'] {
  return {
    ...optional('campaign_id', row.campaign_id || undefined),
    ...optional('ad_group_id', row.ad_group_id || undefined),
    ...optional('keyword', row.keyword || undefined),
    ...optional('referrer', row.referrer || undefined),
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
