/** How a check cites the list that decided: name, version, date. */

/** `name version, date`; a package that does not say how old its data is gets `undated`. Dates are ISO 8601. */
export function listName(list: { name: string; version: string }, date: string | undefined): string {
  return `${list.name} ${list.version}, ${date ?? 'undated'}`;
}
