/** The questions about journeys, each a file in `sql/`, read once. */
import { readFileSync } from 'node:fs';

/** The text of `sql/<name>.sql`. Throws at the start of the server when there is none. */
export function journeyQuestion(name: string): string {
  return readFileSync(new URL(`sql/${name}.sql`, import.meta.url), 'utf8');
}
