/** Addresses of the API, and answers that were asked for before the app's own code was there. Needs no other code. */

const BASE = '/api/v1';
/** An answer that nobody took by then is too old to be shown. */
const KEPT_MS = 30_000;

export type Query = Record<string, string | number | boolean | undefined | null>;

/** What reads of the API are sent with; the same in both ways to ask. */
export const READ = { headers: { accept: 'application/json' }, credentials: 'same-origin' } as const;

/** The query string with a leading question mark; empty values are left out. Commas stay readable. */
export function queryString(query: Query = {}): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value != null && value !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value)).replaceAll('%2C', ',')}`);
  return parts.length ? `?${parts.join('&')}` : '';
}

/** The address of a path below /api/v1, or of a whole /api path. */
export const addressOf = (path: string, query?: Query): string =>
  `${path.startsWith('/api/') ? path : `${BASE}${path}`}${queryString(query)}`;

const ahead = new Map<string, Promise<Response>>();
/** What the app came to ask by itself in the first moments. */
const wanted = new Set<string>();

/**
 * Asks now for what the app will ask soon; it is given this answer, once. Nothing where the app was quicker. The caller
 * reads a copy. Rejects when the server is not reached.
 */
export async function askAhead(path: string, query?: Query): Promise<Response | undefined> {
  const address = addressOf(path, query);
  if (wanted.has(address)) return undefined;
  const answer = fetch(address, READ);
  ahead.set(address, answer);
  setTimeout(() => ahead.delete(address), KEPT_MS);
  return (await answer).clone();
}

/** The answer that was asked for ahead, if there is one that was not taken yet. */
export function takeAhead(address: string): Promise<Response> | undefined {
  const answer = ahead.get(address);
  ahead.delete(address);
  if (answer === undefined && performance.now() < KEPT_MS) wanted.add(address);
  return answer;
}
