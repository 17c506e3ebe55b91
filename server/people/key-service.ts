/** API keys: made by who manages them, for no more than they may do themselves. */
import type { ApiKey, ApiKeyCreate } from '#contract/people.ts';
import { actorOf, CLIENT_ACTIONS, clientsFor, requireOrganisation } from '../platform/access.ts';
import { type Database, inScope } from '../platform/db.ts';
import { notFound, refusedField } from '../platform/errors.ts';
import { uuidv7 } from '../platform/uuid.ts';
import type { AccessCache } from './access-cache.ts';
import { type Actor, note } from './actor.ts';
import { requirePerson } from './grants.ts';
import { insertKey, listKeys, revokeKey } from './queries-keys.ts';
import { hashOfToken, newApiKey, shownPartOf } from './tokens.ts';

export interface KeyServiceDeps {
  db: Database;
  access: AccessCache;
  clock: () => Date;
}

export function keyService({ db, access, clock }: KeyServiceDeps) {
  return {
    async list({ principal }: Actor): Promise<ApiKey[]> {
      requireOrganisation(principal, 'key.manage');
      return (await listKeys(db)).map(shown);
    },

    /** Makes a key. It is returned this once; only its hash is kept. */
    async create(actor: Actor, input: ApiKeyCreate): Promise<ApiKey & { key: string }> {
      const { principal } = actor;
      requirePerson(principal);
      requireOrganisation(principal, 'key.manage');
      const actions = CLIENT_ACTIONS.filter((action) => input.actions.includes(action));
      const unknown = input.actions.find((action) => !(CLIENT_ACTIONS as readonly string[]).includes(action));
      if (unknown !== undefined) throw refusedField('actions', `There is no action “${unknown}”.`);
      for (const id of input.client_ids) for (const action of actions) clientsFor(principal, action, id);
      const now = clock();
      const expiresAt = input.expires_at === undefined ? null : new Date(input.expires_at);
      if (expiresAt && expiresAt <= now) throw refusedField('expires_at', 'This time is over.');
      const key = newApiKey();
      const row = await inScope(db, { clients: [] }, async (tx) => {
        const created = await insertKey(tx, {
          id: uuidv7(),
          hash: hashOfToken(key),
          prefix: shownPartOf(key),
          name: input.name,
          actions,
          client_ids: [...new Set(input.client_ids)],
          requests_per_minute: input.requests_per_minute,
          burst: input.burst,
          created_by: principal.id,
          created_at: now,
          expires_at: expiresAt,
        });
        await note(tx, actor, {
          action: 'key.created',
          object: { type: 'key', id: created.id },
          detail: { actions, client_ids: created.client_ids, expires_at: expiresAt?.toISOString() ?? null },
        });
        return created;
      });
      return { ...shown(row), key };
    },

    async revoke(actor: Actor, id: string): Promise<void> {
      const { principal } = actor;
      requireOrganisation(principal, 'key.manage');
      requirePerson(principal);
      await inScope(db, { clients: [] }, async (tx) => {
        if (!(await revokeKey(tx, id, actorOf(principal), clock()))) throw notFound();
        await note(tx, actor, { action: 'key.revoked', object: { type: 'key', id } });
      });
      access.forget(id);
    },
  };
}

type KeyRow = Awaited<ReturnType<typeof listKeys>>[number];

function shown(row: KeyRow): ApiKey {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
  };
}
