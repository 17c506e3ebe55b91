import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { principalOf } from '../platform/access.ts';
import type { Actor } from './actor.ts';

/** Who sent a request, from where. Throws 401 where nobody is known. */
export function senderOf(request: FastifyRequest): Actor {
  return { principal: principalOf(request), ip: request.ip };
}

/** The answer of a route that has nothing to say: 204 without a body. */
export const NO_CONTENT = z.null().describe('Done.');
