/** E12, E13 and P07 over all leads of a client: who is on a list. */
import { sql } from 'kysely';
import type { ListKind } from '#contract/history.ts';
import type { Connection } from '../../platform/db.ts';
import { byteaArray, textArray } from '../../platform/pg-arrays.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import type { AnyHit } from './settle.ts';

export const LIST_CHECKS = ['E12_BOUNCED', 'E13_SUPPRESSED', 'P07_DNC'] as const;

const CHECK_OF: Record<ListKind, (typeof LIST_CHECKS)[number]> = {
  bounced: 'E12_BOUNCED',
  complained: 'E12_BOUNCED',
  unsubscribed: 'E13_SUPPRESSED',
  suppressed: 'E13_SUPPRESSED',
  do_not_call: 'P07_DNC',
};

/** The leads that are on a list of the client. `domains` are those of its leads. */
export async function listedLeads(
  db: Connection,
  vault: Vault,
  clientId: string,
  domains: readonly string[],
): Promise<AnyHit[]> {
  const { rows } = await sql<{ id: string; what: string; kind: ListKind }>`
    with listed as (
      select e.what, e.key, l.kind from suppression_entry e
      join suppression_list l on l.client_id = e.client_id and l.id = e.list_id
      where e.client_id = ${clientId}
    )
    select lead.id, listed.what, listed.kind from listed join lead on lead.email_key = listed.key
    where listed.what = 'email' and lead.client_id = ${clientId}
    union all
    select lead.id, listed.what, listed.kind from listed join lead on lead.phone_key = listed.key
    where listed.what = 'phone' and lead.client_id = ${clientId}
    union all
    select lead.id, listed.what, listed.kind
    from unnest(${textArray([...domains])}::text[],
      ${byteaArray(domains.map((domain) => vault.blindIndex(clientId, 'domain', domain)))}::bytea[]) as t(domain, key)
    join listed on listed.what = 'domain' and listed.key = t.key
    join lead on lead.client_id = ${clientId} and lead.email_domain = t.domain`.execute(db);
  return rows.flatMap(({ id, what, kind }) => {
    const check = what === 'phone' ? 'P07_DNC' : CHECK_OF[kind];
    return check === 'P07_DNC' && what !== 'phone' ? [] : [{ leadId: id, check, weight: 0 }];
  });
}
