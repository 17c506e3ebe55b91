/** Saved views: a page's filters under a name, for oneself or for everyone at the client. */
import * as z from 'zod';
import type { SavedView, SavedViewCreate } from '#contract/people.ts';
import { clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { type Database, inScope } from '../platform/db.ts';
import { forbidden, notFound } from '../platform/errors.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { type Actor, note } from './actor.ts';
import { requirePerson } from './grants.ts';

const Query = z.record(z.string(), z.string());

export function viewService({ db, clock }: { db: Database; clock: () => Date }) {
  return {
    async list(principal: Principal, clientId?: string, page?: string): Promise<SavedView[]> {
      const clients = clientsFor(principal, 'lead.read', clientId);
      if (clients.length === 0) return [];
      const rows = await inScope(db, scopeOf(principal, clients), (tx) =>
        tx
          .selectFrom('saved_view')
          .selectAll()
          .where('client_id', 'in', clients)
          .where((where) => where.or([where('user_id', '=', principal.id), where('shared', '=', true)]))
          .$if(page !== undefined, (query) => query.where('page', '=', page as string))
          .orderBy('name')
          .orderBy('id')
          .execute(),
      );
      return rows.map(({ user_id, created_at, query, ...row }) => ({
        ...row,
        query: Query.parse(query),
        own: user_id === principal.id,
        created_at: created_at.toISOString(),
      }));
    },

    async create(actor: Actor, input: SavedViewCreate): Promise<SavedView> {
      const { principal } = actor;
      requirePerson(principal);
      const clients = clientsFor(principal, 'lead.read', input.client_id);
      const id = uuidv7();
      const now = clock();
      await inScope(db, scopeOf(principal, clients), async (tx) => {
        await tx
          .insertInto('saved_view')
          .values({ ...input, query: JSON.stringify(input.query), id, user_id: principal.id, created_at: now })
          .execute();
        await note(tx, actor, {
          clientId: input.client_id,
          action: 'view.saved',
          object: { type: 'view', id },
          detail: { page: input.page, shared: input.shared },
        });
      });
      return { ...input, id, own: true, created_at: now.toISOString() };
    },

    /** Deletes a view of one's own; 403 for a shared one of somebody else, which its reader knows of. */
    async remove(actor: Actor, id: string): Promise<void> {
      const { principal } = actor;
      const clients = clientsFor(principal, 'lead.read');
      await inScope(db, scopeOf(principal, clients), async (tx) => {
        const view = await tx
          .selectFrom('saved_view')
          .select(['client_id', 'user_id', 'shared'])
          .where('id', '=', id)
          .executeTakeFirst();
        if (!view || (view.user_id !== principal.id && !view.shared)) throw notFound();
        if (view.user_id !== principal.id) throw forbidden('Only who saved a view may delete it.');
        await tx.deleteFrom('saved_view').where('client_id', '=', view.client_id).where('id', '=', id).execute();
        await note(tx, actor, { clientId: view.client_id, action: 'view.deleted', object: { type: 'view', id } });
      });
    },
  };
}
