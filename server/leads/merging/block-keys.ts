/** The keys by which leads that may be one person find each other: keyed hashes of the linkage's blocks. */
import type { PreparedLead } from '#domain/lead-checks/check.ts';
import { blockKeys } from '#domain/linkage/blocks.ts';
import { leadFields } from '#domain/linkage/lead-record.ts';
import { LEAD_SPEC } from '#domain/linkage/lead-spec.ts';
import type { Vault } from '../../platform/vault/vault.ts';

/** Distinct, rising. Beside the linkage's blocks a key of the address, by which households are found. */
export function keysForLookup(vault: Pick<Vault, 'key63'>, clientId: string, prepared: PreparedLead): bigint[] {
  const fields = leadFields(prepared);
  const texts = blockKeys(LEAD_SPEC, fields).map(({ text }) => text);
  if (fields.home) texts.push(`home\0${fields.home}`);
  const keys = texts.map((text) => vault.key63(clientId, 'block', text));
  return [...new Set(keys)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
