/** The keys by which leads that may be one person find each other: keyed hashes of the linkage's blocks. */
import { sql } from 'kysely';
import type { PreparedLead } from '#domain/lead-checks/check.ts';
import { blockKeys } from '#domain/linkage/blocks.ts';
import { HOUSEHOLD_RULES } from '#domain/linkage/households.ts';
import { leadFields } from '#domain/linkage/lead-record.ts';
import { LEAD_SPEC } from '#domain/linkage/lead-spec.ts';
import type { LinkageSpec } from '#domain/linkage/spec.ts';
import type { Tx } from '../../platform/db.ts';
import { int8Array, uuidArray } from '../../platform/pg-arrays.ts';
import type { Vault } from '../../platform/vault/vault.ts';

/** By what a model knows how often a value occurs. */
export function frequencyKey(vault: Pick<Vault, 'key63'>, clientId: string, field: string, value: string): string {
  return String(vault.key63(clientId, 'frequency', `${field}\0${value}`));
}

/** Distinct, rising. Beside the linkage's blocks a key of the address, by which households are found. */
export function keysForLookup(vault: Pick<Vault, 'key63'>, clientId: string, prepared: PreparedLead): bigint[] {
  const fields = leadFields(prepared);
  const texts = [...blockKeys(LEAD_SPEC, fields), ...blockKeys(HOUSEHOLDS, fields)].map(({ text }) => text);
  const keys = texts.map((text) => vault.key63(clientId, 'block', text));
  return [...new Set(keys)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

const HOUSEHOLDS: LinkageSpec = { ...LEAD_SPEC, blocks: HOUSEHOLD_RULES };

/** The keys among them by which households are found, with the rule each is of. */
export function householdKeys(
  vault: Pick<Vault, 'key63'>,
  clientId: string,
  prepared: PreparedLead,
): { rule: string; key: bigint }[] {
  return blockKeys(HOUSEHOLDS, leadFields(prepared)).map(({ rule, text }) => ({
    rule,
    key: vault.key63(clientId, 'block', text),
  }));
}

/** Writes the keys of those of these leads that have none. */
export async function writeMissingKeys(
  tx: Tx,
  vault: Pick<Vault, 'key63'>,
  clientId: string,
  leads: readonly { id: string; prepared: PreparedLead }[],
): Promise<void> {
  const { rows } = await sql<{
    id: string;
  }>`select t.id from unnest(${uuidArray(leads.map(({ id }) => id))}::uuid[]) as t(id)
    where not exists (select from lead_key k where k.client_id = ${clientId} and k.lead_id = t.id)`.execute(tx);
  const missing = new Set(rows.map(({ id }) => id));
  const keys = leads
    .filter(({ id }) => missing.has(id))
    .flatMap(({ id, prepared }) => keysForLookup(vault, clientId, prepared).map((key) => ({ id, key })));
  if (keys.length === 0) return;
  await sql`insert into lead_key (client_id, key, lead_id)
    select ${clientId}::uuid, t.key, t.id from unnest(${uuidArray(keys.map(({ id }) => id))}::uuid[],
      ${int8Array(keys.map(({ key }) => key))}::bigint[]) as t(id, key)
    join lead on lead.client_id = ${clientId} and lead.id = t.id`.execute(tx);
}
