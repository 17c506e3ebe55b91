/** Names behind the actors of a history. */
import type { Connection } from '../platform/db.ts';

/** Names of people and keys by `person:…` and `key:…`; those who are gone are left out. */
export async function actorNames(db: Connection, actors: readonly string[]): Promise<Map<string, string>> {
  const idsOf = (kind: string) => [
    ...new Set(actors.filter((actor) => actor.startsWith(`${kind}:`)).map((actor) => actor.slice(kind.length + 1))),
  ];
  const [people, keys] = [idsOf('person'), idsOf('key')];
  const names = new Map<string, string>();
  if (people.length > 0) {
    const rows = await db.selectFrom('auth_user').select(['id', 'name']).where('id', 'in', people).execute();
    for (const { id, name } of rows) names.set(`person:${id}`, name);
  }
  if (keys.length > 0) {
    const rows = await db.selectFrom('api_key').select(['id', 'name']).where('id', 'in', keys).execute();
    for (const { id, name } of rows) names.set(`key:${id}`, `API key ${name}`);
  }
  return names;
}
