/** Texts with a NUL character: PostgreSQL stores none, so a request with one is refused where it names the field. */
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { refusedField } from './errors.ts';

/** Throws 422 for a NUL anywhere in the path, the query or the body. */
export async function refuseNul({ params, query, body }: FastifyRequest): Promise<void> {
  const field = placeOfNul(params) ?? placeOfNul(query) ?? (body instanceof Readable ? undefined : placeOfNul(body));
  if (field !== undefined) throw refusedField(field, 'holds the character NUL, which cannot be stored');
}

/** The path of the first text with a NUL, such as `leads.3.name`. Values may be nested as deep as they like. */
function placeOfNul(value: unknown): string | undefined {
  const left: [path: string, value: unknown][] = [['', value]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [path, part] = next;
    if (typeof part === 'string' && part.includes('\0')) return path || 'body';
    if (typeof part !== 'object' || part === null) continue;
    for (const [key, inner] of Object.entries(part)) {
      if (key.includes('\0')) return path || 'body';
      left.push([path === '' ? key : `${path}.${key}`, inner]);
    }
  }
  return undefined;
}
