/** A lead between the API and its row: which fields are sealed, which stand in clear, and back again. */
import type { LeadCreate } from '#contract/lead.ts';
import type { PreparedLead } from '#domain/lead-checks/check.ts';
import { fromMinor, toMinor } from '#domain/money/minor-units.ts';
import type { Vault } from '../platform/vault/vault.ts';

/** What one sealed blob holds: every field that may name a person or was written freely. */
export type Personal = Pick<
  LeadCreate,
  | 'email'
  | 'name'
  | 'given_name'
  | 'family_name'
  | 'phone'
  | 'company'
  | 'message'
  | 'source_details'
  | 'address'
  | 'device'
  | 'form'
  | 'consent'
  | 'clicked_at'
  | 'delivered_at'
  | 'custom'
>;

const SEALED_FIELDS = [
  'email',
  'name',
  'given_name',
  'family_name',
  'phone',
  'company',
  'message',
  'source_details',
  'address',
  'device',
  'form',
  'consent',
  'clicked_at',
  'delivered_at',
  'custom',
] as const satisfies readonly (keyof Personal)[];

export function personalOf(lead: LeadCreate): Personal {
  const personal: Record<string, unknown> = {};
  for (const field of SEALED_FIELDS) if (lead[field] !== undefined) personal[field] = lead[field];
  return personal as Personal;
}

export interface PersonKey {
  id: string;
  salt: Buffer;
  epoch: number;
}

export function sealPersonal(vault: Vault, clientId: string, person: PersonKey, personal: Personal): Buffer {
  const address = { table: 'lead', client: clientId, person: person.id };
  return vault.seal(address, person.salt, person.epoch, Buffer.from(JSON.stringify(personal)));
}

export function openPersonal(vault: Vault, clientId: string, person: Pick<PersonKey, 'id' | 'salt'>, sealed: Buffer) {
  const address = { table: 'lead', client: clientId, person: person.id };
  return JSON.parse(vault.open(address, person.salt, sealed).toString()) as Personal;
}

/** Seals why somebody changed a lead: their own words may name the person. */
export function sealReason(vault: Vault, clientId: string, person: PersonKey, reason: string): Buffer {
  const address = { table: 'lead_event', client: clientId, person: person.id };
  return vault.seal(address, person.salt, person.epoch, Buffer.from(reason));
}

export function openReason(vault: Vault, clientId: string, person: Pick<PersonKey, 'id' | 'salt'>, sealed: Buffer) {
  return vault.open({ table: 'lead_event', client: clientId, person: person.id }, person.salt, sealed).toString();
}

/** The columns in clear that follow from the lead itself. Times in milliseconds since 1970. */
export interface ClearFacts {
  source: string;
  campaign_id: string;
  ad_group_id: string;
  keyword: string;
  referrer: string;
  country: string;
  region: string;
  email_domain: string;
  phone_type: string;
  conversion_status: NonNullable<LeadCreate['conversion_status']>;
  contacted_at: number | undefined;
  qualified_at: number | undefined;
  conversion_date: number | undefined;
  lost_at: number | undefined;
  revenue_minor: number | undefined;
  currency: string | undefined;
  clicked_at: number | undefined;
  seconds_on_form: number | undefined;
}

export function clearFactsOf(lead: LeadCreate, prepared: PreparedLead, currency: string): ClearFacts {
  const status = lead.conversion_status ?? 'new';
  const reached = lead.conversion_date === undefined ? undefined : Date.parse(lead.conversion_date);
  const details = lead.source_details ?? {};
  const leadCurrency = lead.currency ?? currency;
  return {
    source: lead.source,
    campaign_id: details.campaign_id ?? '',
    ad_group_id: details.ad_group_id ?? '',
    keyword: details.keyword ?? details.utm_term ?? '',
    referrer: withoutQuery(details.referrer),
    country: prepared.country ?? '',
    region: lead.address?.region ?? '',
    email_domain: prepared.email?.domain ?? '',
    phone_type: prepared.phone?.type?.toLowerCase() ?? '',
    conversion_status: status,
    contacted_at: status === 'contacted' ? reached : undefined,
    qualified_at: status === 'qualified' ? reached : undefined,
    conversion_date: reached,
    lost_at: status === 'lost' ? reached : undefined,
    revenue_minor: lead.revenue === undefined ? undefined : toMinor(lead.revenue, leadCurrency),
    currency: lead.revenue === undefined && lead.currency === undefined ? undefined : leadCurrency,
    clicked_at: lead.clicked_at === undefined ? undefined : Date.parse(lead.clicked_at),
    seconds_on_form: lead.form?.seconds_on_form,
  };
}

/** Host and path: what follows a question mark may hold an address or a name. */
export function withoutQuery(referrer: string | undefined): string {
  if (!referrer) return '';
  const bare = referrer.split(/[?#]/, 1)[0] ?? '';
  const path = bare.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^[^/@]*@/, '');
  return path.slice(0, 300);
}

/** The clear columns that belong to the lead as it was sent in. */
export interface ClearRow {
  client_id: string;
  external_id: string | null;
  source: string;
  conversion_status: string;
  conversion_date: Date | null;
  revenue_minor: number | null;
  currency: string | null;
  created_at: Date;
}

/** The lead as it would be sent in again: the stored row and its opened blob put together. */
export function leadCreateOf(row: ClearRow, personal: Personal): LeadCreate {
  return {
    client_id: row.client_id,
    ...personal,
    source: row.source,
    conversion_status: row.conversion_status as NonNullable<LeadCreate['conversion_status']>,
    created_at: row.created_at.toISOString(),
    ...(row.external_id === null ? {} : { external_id: row.external_id }),
    ...(row.conversion_date === null ? {} : { conversion_date: row.conversion_date.toISOString() }),
    ...(row.currency === null ? {} : { currency: row.currency }),
    ...(row.revenue_minor === null || row.currency === null
      ? {}
      : { revenue: fromMinor(row.revenue_minor, row.currency) }),
  };
}

/**
 * A second delivery of a lead: what it brings replaces what was there, what it leaves out stays.
 * The lead keeps its first created_at, by which reports and duplicates place it.
 */
export function mergeDelivery(before: LeadCreate, delivery: LeadCreate): LeadCreate {
  const merged: LeadCreate = { ...before, ...definedOf(delivery) };
  for (const field of ['source_details', 'address', 'device', 'form', 'consent', 'custom'] as const) {
    if (before[field] && delivery[field]) Object.assign(merged, { [field]: { ...before[field], ...delivery[field] } });
  }
  if (before.created_at !== undefined) merged.created_at = before.created_at;
  return merged;
}

function definedOf(lead: LeadCreate): Partial<LeadCreate> {
  return Object.fromEntries(Object.entries(lead).filter(([, value]) => value !== undefined));
}
