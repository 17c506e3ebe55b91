/** One fact of a lead by its name, for required fields, completeness and scoring rules. */
import type { PreparedLead } from './check.ts';
import { isDisposable } from './lists/disposable-domains.ts';
import { isFreeDomain } from './lists/free-domains.ts';
import { RELAY_DOMAINS } from './lists/relay-domains.ts';

/**
 * Values of a field as text, blanks removed; empty when the lead does not have it.
 * Names are those of the API (`email`, `company`, `address.city`, `source_details.gclid`, `custom.budget`);
 * a key of source_details may stand alone (`utm_source`). Derived by preparation:
 * `name` (also from given and family name), `name.parts` (`one` word or `several`), `country`,
 * `email.domain`, `email.kind` (`company`, `free`, `relay` or `throw_away`), `phone.type` (as libphonenumber names it), `phone.region`.
 */
export function fieldValues(lead: PreparedLead, field: string): string[] {
  return textsOf(valueIn(lead, field));
}

/** Whether the lead has the field: whether `fieldValues` would give any. */
export function hasField(lead: PreparedLead, field: string): boolean {
  return hasText(valueIn(lead, field));
}

function hasText(value: unknown): boolean {
  if (typeof value === 'string') return BLACK.test(value);
  return typeof value === 'number' || typeof value === 'boolean' || (Array.isArray(value) && value.some(hasText));
}

/** A character that is not blank, as `trim` has it. */
const BLACK = /\S/;

function valueIn(lead: PreparedLead, field: string): unknown {
  const derived = DERIVED.get(field);
  return derived ? derived(lead) : (own(lead.raw, field) ?? own(lead.raw.source_details, field));
}

const DERIVED = new Map<string, (lead: PreparedLead) => unknown>([
  ['name', (lead) => lead.name?.full],
  ['name.parts', (lead) => (lead.name === undefined ? undefined : lead.name.tokens.length > 1 ? 'several' : 'one')],
  ['country', (lead) => lead.country],
  ['email.domain', (lead) => lead.email?.domain],
  ['email.kind', (lead) => (lead.email?.domain === undefined ? undefined : mailboxKind(lead.email.domain))],
  ['phone.type', (lead) => lead.phone?.type],
  ['phone.region', (lead) => lead.phone?.region],
]);

/** Every domain that gives nobody else a mailbox is taken for a company's. */
function mailboxKind(domain: string): 'company' | 'free' | 'relay' | 'throw_away' {
  if (isDisposable(domain)) return 'throw_away';
  if (RELAY_DOMAINS.has(domain)) return 'relay';
  return isFreeDomain(domain) ? 'free' : 'company';
}

/** Follows a dotted path through own properties only, so that a rule naming `constructor` finds nothing. */
function own(holder: unknown, path: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  if (Object.hasOwn(holder, path)) return holder[path as keyof typeof holder];
  const dot = path.indexOf('.');
  if (dot < 0 || !Object.hasOwn(holder, path.slice(0, dot))) return undefined;
  return own(holder[path.slice(0, dot) as keyof typeof holder], path.slice(dot + 1));
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return [];
}
