/** A lead on its way into the store, audited and keyed. All CPU, no I/O: it runs in the server and in worker threads. */
import type { LeadAudit } from '#contract/audit.ts';
import type { LeadCreate } from '#contract/lead.ts';
import { type AuditedLead, auditLead } from '#domain/lead-checks/audit.ts';
import type { DnsFacts, Facts, PreparedLead } from '#domain/lead-checks/check.ts';
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import { uuidv7 } from '../platform/uuid.ts';
import type { Vault } from '../platform/vault/vault.ts';
import type { ClientContext } from './context.ts';
import { keysOfLead, type LeadKeys } from './lead-keys.ts';
import { type PackedAudit, packAudit } from './packed-audit.ts';
import type { PersonKey } from './record.ts';

export interface Workbench {
  vault: Vault;
  context: ClientContext;
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
  /** In full, of a lead that was audited again. */
  audit?: LeadAudit;
  /** The nearest earlier lead within the window, once neighbours are known. */
  duplicateOf?: string;
}

/** What may be known of a lead beside itself and its client. */
export type KnownFacts = Pick<Facts, 'duplicates' | 'likeness' | 'dns' | 'history' | 'lists' | 'witness' | 'verdict'>;

/** What is known of a lead that is the only one: it was looked, and nothing was there. */
const ALONE: KnownFacts = { duplicates: {}, likeness: {}, history: { signals: [] }, lists: {} };

/** Prepares, keys and audits one lead. `identity` keeps the id and the key of a lead that is stored already. */
export function takeIn(
  bench: Workbench,
  lead: LeadCreate,
  identity?: { id: string; person: PersonKey },
  dns?: DnsFacts,
): IntakeLead {
  const { vault, context, now } = bench;
  const prepared = prepareLead(asStored(lead, bench), { country: context.country, now });
  const id = identity?.id ?? uuidv7(now);
  const person = identity?.person ?? { id, salt: vault.newSalt(), epoch: vault.currentEpoch };
  const email = prepared.email?.canonical;
  const phone = prepared.phone?.possible ? prepared.phone.e164 : undefined;
  return {
    id,
    person,
    lead,
    prepared,
    createdAt: prepared.createdAt,
    emailKey: email === undefined ? undefined : vault.blindIndex(context.clientId, 'email', email),
    phoneKey: phone === undefined ? undefined : vault.blindIndex(context.clientId, 'phone', phone),
    tokens: vault.tokens(context.clientId, searchTextsOf(lead, prepared)),
    keys: keysOfLead(vault, context.clientId, id, lead, prepared),
    packed: pack(bench, person, auditPrepared(bench, prepared, dns ? { ...ALONE, dns } : ALONE)),
  };
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
export function auditPrepared({ context, now }: Workbench, prepared: PreparedLead, known: KnownFacts): AuditedLead {
  const facts: Facts = {
    ...known,
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
