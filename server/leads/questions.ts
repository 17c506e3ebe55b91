/** The questions of this slice, each a file in `sql/`, read once. */
import { readFileSync } from 'node:fs';

import type { Where } from './filter.ts';

/** The text of `sql/<name>.sql`. Throws at the start of the server when there is none. */
export function question(name: string): string {
  return readFileSync(new URL(`sql/${name}.sql`, import.meta.url), 'utf8');
}

/** A question with a condition in its place `{narrowed:Condition}`; see `narrowedWhere`. */
export function narrowed(sql: string, where: Where): string {
  return sql.replaceAll('{narrowed:Condition}', where.sql);
}
