/** Connections of a path that asks the same few questions over and over: each is parsed and planned once. */
import { createHash } from 'node:crypto';
import pg from 'pg';

/** More texts than a path has: what came after them would only fill the memory of the server. */
const NAMES_MAX = 500;
/** feature_not_supported: what a statement answers has other columns than when it was prepared. */
const OUTDATED = '0A000';

const names = new Map<string, string>();
/** Part of every name, so that after a migration beside us all statements are prepared anew. */
let generation = 0;

/** Names each statement with parameters after its text, which prepares it on this connection. */
export class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg's own method cannot be named in one signature
  override query(...asked: any[]): any {
    const [text, values, callback] = asked;
    const name = typeof text === 'string' && Array.isArray(values) && !callback ? nameOf(text) : undefined;
    // biome-ignore lint/suspicious/noExplicitAny: as above
    if (name === undefined) return (super.query as any)(...asked);
    return super.query({ name, text, values }).catch((error: { code?: unknown }) => {
      if (error.code === OUTDATED) forgetNames();
      throw error;
    });
  }
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= NAMES_MAX) return known;
  const name = `${createHash('md5').update(text).digest('hex')} ${generation}`;
  names.set(text, name);
  return name;
}

function forgetNames(): void {
  names.clear();
  generation += 1;
}
