/** Clients: whose leads these are, in which currency and zone they count, and what their sources cost. */
import type { ClientPatch } from '#contract/people.ts';
import { type Client, type ClientCreate, ClientSettings, ROLES, Role, Source } from '#contract/workspace.ts';
import {
  actionsOf,
  type ClientAction,
  clientsFor,
  type Principal,
  requireOrganisation,
  scopeOf,
} from '../platform/access.ts';
import { type Connection, type Database, inScope } from '../platform/db.ts';
import { AppError, notFound, refusedField } from '../platform/errors.ts';
import { uuidv7 } from '../platform/uuid.ts';
import type { AccessCache } from './access-cache.ts';
import { accessOfPerson } from './access-of-person.ts';
import { type Actor, note } from './actor.ts';

export interface ClientServiceDeps {
  db: Database;
  access: AccessCache;
  /** How many leads each client has. */
  leadsOf: (clientIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  clock: () => Date;
}

export function clientService({ db, access, leadsOf, clock }: ClientServiceDeps) {
  const list = async (principal: Principal): Promise<Client[]> => {
    const ids = [...principal.clients.keys()];
    const roles = await rolesOf(db, principal);
    const rows = await inScope(db, scopeOf(principal, ids), selectClients);
    const leads = await leadsOf(rows.map((row) => row.id));
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      currency: row.currency,
      time_zone: row.time_zone,
      ...(row.country === null ? {} : { country: row.country }),
      settings: ClientSettings.parse(row.settings),
      role: roles.get(row.id) ?? 'read_only',
      leads: leads.get(row.id) ?? 0,
      created_at: row.created_at.toISOString(),
    }));
  };

  return {
    list,

    async create(actor: Actor, input: ClientCreate): Promise<Client> {
      requireOrganisation(actor.principal, 'client.create');
      requireKnown(input);
      const id = uuidv7();
      const now = clock();
      const settings = ClientSettings.parse(input.settings ?? {});
      await inScope(db, { clients: [id] }, async (tx) => {
        await tx
          .insertInto('client')
          .values({
            id,
            name: input.name,
            currency: input.currency,
            time_zone: input.time_zone,
            country: input.country ?? null,
            settings: JSON.stringify(settings),
            created_at: now,
          })
          .execute();
        await note(tx, actor, { clientId: id, action: 'client.created', object: { type: 'client', id } });
      });
      access.forget('*');
      return {
        id,
        name: input.name,
        currency: input.currency,
        time_zone: input.time_zone,
        ...(input.country === undefined ? {} : { country: input.country }),
        settings,
        role: (await rolesOf(db, actor.principal)).get(id) ?? 'admin',
        leads: 0,
        created_at: now.toISOString(),
      };
    },

    async change(actor: Actor, id: string, patch: ClientPatch): Promise<Client> {
      const { principal } = actor;
      const clients = clientsFor(principal, 'client.manage', id);
      requireKnown(patch);
      const leads = (await leadsOf(clients)).get(id) ?? 0;
      await inScope(db, scopeOf(principal, clients), async (tx) => {
        const before = await tx.selectFrom('client').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
        if (!before) throw notFound();
        if (patch.currency !== undefined && patch.currency !== before.currency && leads > 0) {
          throw new AppError(409, 'currency-in-use', 'Revenue of this client is stored in its currency already.');
        }
        const { settings, ...plain } = patch;
        const merged = ClientSettings.parse({ ...(before.settings as object), ...settings });
        await tx
          .updateTable('client')
          .set({ ...plain, settings: JSON.stringify(merged) })
          .where('id', '=', id)
          .execute();
        await note(tx, actor, {
          clientId: id,
          action: 'client.changed',
          object: { type: 'client', id },
          detail: { fields: [...Object.keys(plain), ...Object.keys(settings ?? {}).map((name) => `settings.${name}`)] },
        });
      });
      const changed = (await list(principal)).find((client) => client.id === id);
      if (!changed) throw notFound();
      return changed;
    },

    async sources(principal: Principal, id: string): Promise<Source[]> {
      const clients = clientsFor(principal, 'lead.read', id);
      return await inScope(db, scopeOf(principal, clients), (tx) => selectSources(tx, id));
    },

    /** Says kind, price and limits of sources by name. Sources that are not named stay as they are. */
    async describeSources(actor: Actor, id: string, sources: readonly Source[]): Promise<Source[]> {
      const { principal } = actor;
      const clients = clientsFor(principal, 'client.manage', id);
      const names = sources.map((source) => source.name);
      if (new Set(names).size < names.length) throw refusedField('sources', 'A source is named twice.');
      return await inScope(db, scopeOf(principal, clients), async (tx) => {
        for (const { name, ...rest } of sources) {
          const values = {
            kind: rest.kind,
            price_minor: rest.price_minor ?? null,
            max_age_seconds: rest.max_age_seconds ?? null,
            countries: rest.countries ?? [],
          };
          await tx
            .insertInto('source')
            .values({ client_id: id, name, ...values })
            .onConflict((conflict) => conflict.columns(['client_id', 'name']).doUpdateSet(values))
            .execute();
        }
        await note(tx, actor, {
          clientId: id,
          action: 'source.described',
          object: { type: 'client', id },
          detail: { sources: names.length },
        });
        return await selectSources(tx, id);
      });
    },
  };
}

async function selectClients(db: Connection) {
  return await db
    .selectFrom('client')
    .select(['id', 'name', 'currency', 'time_zone', 'country', 'settings', 'created_at'])
    .orderBy('name')
    .orderBy('id')
    .execute();
}

async function selectSources(db: Connection, clientId: string): Promise<Source[]> {
  const rows = await db
    .selectFrom('source')
    .select(['name', 'kind', 'price_minor', 'max_age_seconds', 'countries'])
    .where('client_id', '=', clientId)
    .orderBy('name')
    .execute();
  return rows.map(({ price_minor, max_age_seconds, countries, ...row }) =>
    Source.parse({
      ...row,
      ...(price_minor === null ? {} : { price_minor }),
      ...(max_age_seconds === null ? {} : { max_age_seconds }),
      ...(countries.length === 0 ? {} : { countries }),
    }),
  );
}

/** The role shown per client: a person's own; for a key the narrowest that covers what it may do. */
async function rolesOf(db: Database, principal: Principal): Promise<ReadonlyMap<string, Role>> {
  if (principal.kind === 'person') return (await accessOfPerson(db, principal.id))?.roles ?? new Map<string, Role>();
  return new Map([...principal.clients].map(([id, actions]) => [id, narrowestRole(actions)]));
}

function narrowestRole(actions: ReadonlySet<ClientAction>): Role {
  const covering = ROLES.filter((role) => [...actions].every((action) => actionsOf(role).includes(action)));
  covering.sort((a, b) => actionsOf(a).length - actionsOf(b).length);
  return Role.parse(covering.find((role) => role !== 'owner') ?? 'admin');
}

/** Currency and time zone must be ones that amounts and days can be counted in. */
function requireKnown({ currency, time_zone }: { currency?: string; time_zone?: string }): void {
  if (currency !== undefined && !Intl.supportedValuesOf('currency').includes(currency)) {
    throw refusedField('currency', `“${currency}” is no ISO 4217 currency.`);
  }
  if (time_zone === undefined) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone: time_zone });
  } catch {
    throw refusedField('time_zone', `“${time_zone}” is no IANA time zone.`);
  }
}
