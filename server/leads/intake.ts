/** A lead on its way into the store, audited and keyed. All CPU, no I/O: it runs in the server and in worker threads. */
import type { LeadCreate } from '#contract/lead.ts';
import { type AuditedLead, auditLead } from '#domain/lead-checks/audit.ts';
import type { Facts, PreparedLead } from '#domain/lead-checks/check.ts';
import { type IpCountries, ipCountryFacts } from '#domain/lead-checks/ip/country-ranges.ts';
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import { uuidv7 } from '../platform/uuid.ts';
import type { Vault } from '../platform/vault/vault.ts';
import type { ClientContext } from './context.ts';
import { atOnce } from './in-steps.ts';
import { keysOfLead, type LeadKeys } from './lead-keys.ts';
import { type PackedAudit, packAudit } from './packed-audit.ts';
import type { PersonKey } from './record.ts';

export interface Workbench {
  vault: Vault;
  context: ClientContext;
  /** Undefined while the operator brought no list. */
  ipCountries: IpCountries | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

export interface IntakeLead {
  id: string;
  person: PersonKey;
  /** As it was delivered. */
  lead: LeadCreate;
  prepared: PreparedLead;
  createdAt: number;
  /** By what duplicates are found; undefined where the lead has no such value. */
  emailKey: Buffer | undefined;
  phoneKey: Buffer | undefined;
  tokens: bigint[];
  keys: LeadKeys;
  /**
   * The audit as its row keeps it, as if the lead were the only one; whoever has neighbours is audited again once they
   * are known. Packed at once, so that a chunk of thousands holds no audit in full.
   */
  packed: PackedAudit;
  /** Of a lead that was audited again. */
  audit?: AuditedLead;
  /** The nearest earlier lead within the window, once neighbours are known. */
  duplicateOf?: string;
}

/** What may be known of a lead beside itself and its client. */
export type KnownFacts = Pick<Facts, 'duplicates' | 'likeness' | 'dns' | 'history' | 'lists' | 'witness' | 'verdict'>;

/** What is known of a lead that is the only one: it was looked, and nothing was there. */
const ALONE: KnownFacts = { duplicates: {}, likeness: {}, history: { signals: [] }, lists: {} };

/** Who a lead is in the store. */
export interface Identity {
  id: string;
  person: PersonKey;
}

/**
 * So many leads go from step to step together. Checks, keys and sealing are much code: a lead that goes through all of
 * it before the next begins drives it out of the processor's cache each time, which takes half as long again.
 */
const LEADS_PER_STEP = 500;

/** Prepares, keys and audits one lead. `identity` keeps the id and the key of a lead that is stored already. */
export function takeIn(bench: Workbench, lead: LeadCreate, identity?: Identity): IntakeLead {
  return takeInAll(bench, [lead], identity && [identity])[0] as IntakeLead;
}

/** Prepares, keys and audits leads; `identities` are those of leads that are stored already, one for each. */
export function takeInAll(
  bench: Workbench,
  leads: readonly LeadCreate[],
  identities?: readonly Identity[],
): IntakeLead[] {
  return atOnce(takingIn(bench, leads, identities));
}

/** The same in steps of some milliseconds. */
export function* takingIn(
  bench: Workbench,
  leads: readonly LeadCreate[],
  identities: readonly Identity[] = leads.map(() => newIdentity(bench)),
): Generator<void, IntakeLead[]> {
  const taken: IntakeLead[] = [];
  for (let start = 0; start < leads.length; start += LEADS_PER_STEP) {
    const end = start + LEADS_PER_STEP;
    taken.push(...(yield* takingStep(bench, leads.slice(start, end), identities.slice(start, end))));
  }
  return taken;
}

function* takingStep(
  bench: Workbench,
  leads: readonly LeadCreate[],
  identities: readonly Identity[],
): Generator<void, IntakeLead[]> {
  const { vault, context, now } = bench;
  const { clientId } = context;
  const all = leads.map((lead) => prepareLead(asStored(lead, bench), { country: context.country, now }));
  yield;
  const audits = all.map((prepared, at) => pack(bench, identities[at]!.person, auditPrepared(bench, prepared, ALONE)));
  yield;
  const keys = all.map((prepared, at) => keysOfLead(vault, clientId, identities[at]!.id, leads[at]!, prepared));
  const tokens = all.map((prepared, at) => vault.tokens(clientId, searchTextsOf(leads[at]!, prepared)));
  yield;
  return all.map((prepared, at): IntakeLead => {
    const { id, person } = identities[at]!;
    const email = prepared.email?.canonical;
    const phone = prepared.phone?.possible ? prepared.phone.e164 : undefined;
    return {
      id,
      person,
      lead: leads[at]!,
      prepared,
      createdAt: prepared.createdAt,
      emailKey: email === undefined ? undefined : vault.blindIndex(clientId, 'email', email),
      phoneKey: phone === undefined ? undefined : vault.blindIndex(clientId, 'phone', phone),
      tokens: tokens[at]!,
      keys: keys[at]!,
      packed: audits[at]!,
    };
  });
}

function newIdentity({ vault, now }: Workbench): Identity {
  const id = uuidv7(now);
  return { id, person: { id, salt: vault.newSalt(), epoch: vault.currentEpoch } };
}

/** The audit as a row keeps it. */
export function pack({ vault, context }: Workbench, person: PersonKey, audit: AuditedLead): PackedAudit {
  return packAudit(vault, context.clientId, person, audit, context.catalogue);
}

/** The lead with the defaults its row will have, so that today's audit and a later one see the same. */
function asStored(lead: LeadCreate, { context, now }: Workbench): LeadCreate {
  return {
    ...lead,
    conversion_status: lead.conversion_status ?? 'new',
    created_at: lead.created_at ?? new Date(now).toISOString(),
    ...(lead.revenue === undefined ? {} : { currency: lead.currency ?? context.currency }),
  };
}

/** Runs the checks and the scoring of one prepared lead with what is known beside it. */
export function auditPrepared(
  { context, ipCountries, now }: Workbench,
  prepared: PreparedLead,
  known: KnownFacts,
): AuditedLead {
  const facts: Facts = {
    ...known,
    ...ipCountryFacts(ipCountries, prepared.ip),
    now,
    client: {
      ...context.settings,
      ...(context.country === undefined ? {} : { country: context.country }),
    },
    ...(context.sources === undefined ? {} : { sources: context.sources }),
  };
  return auditLead(prepared, facts, context.rules, context.rulesVersion);
}

function searchTextsOf(lead: LeadCreate, prepared: PreparedLead): string[] {
  const name = prepared.name?.full ?? '';
  return [name, lead.company ?? '', prepared.email?.local ?? '', prepared.email?.registrableName ?? ''].filter(Boolean);
}
