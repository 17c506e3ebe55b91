/** What a saved view remembers of the address: its own keys only, never the period, the client or the open lead. */
export function viewQuery(search: Record<string, unknown>, keys: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const key of keys) {
    const value = search[key];
    if (typeof value === 'string' && value !== '') kept[key] = value;
  }
  return kept;
}

/** Whether two views show the same, whatever the order of their keys. */
export function sameView(a: Record<string, string>, b: Record<string, string>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
