/** What pages of other sites ask: the script, and to take in what it saw. Public, so it believes nothing. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CollectBatch, type CollectSite } from '#contract/collect.ts';
import type { RegisteredSource } from '#domain/lead-checks/check.ts';
import { loadContext } from '../leads/context.ts';
import { type Database, inScope } from '../platform/db.ts';
import { AppError, notFound } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import type { Vault } from '../platform/vault/vault.ts';
import { rowsOf } from './events.ts';
import { buckets } from './limits.ts';
import { clientOfKey } from './site-keys.ts';
import { findSiteByKey } from './site-queries.ts';
import { collector } from './store.ts';
import { tagScript } from './tag.ts';

export interface CollectDeps {
  db: Database;
  vault: Vault;
  clock: () => number;
  /** The address by which pages reach us; that of the request, when there is none. */
  publicUrl: string | undefined;
}

const BATCH_BYTES = 32 * 1024;
const PER_ADDRESS = { burst: 240, perSecond: 20 };
const PER_SITE = { burst: 50_000, perSecond: 10_000 };
/** How long a site is remembered; another server's change is seen after it. */
const REMEMBERED_MS = 10_000;
const SITES_MAX = 5000;
const SCRIPT_SECONDS = 300;

/** Adds the public routes; the returned function forgets what is remembered of a site. */
export function collectRoutes(app: App, deps: CollectDeps): { forget: (key: string) => void } {
  const store = collector(deps.db, deps.clock);
  const sites = siteMemory(deps);
  const ofAddress = buckets(PER_ADDRESS, deps.clock);
  const ofSite = buckets(PER_SITE, deps.clock);
  const open = { config: { public: true }, schema: { hide: true } };

  app.get('/collect/tag.js', open, async (request, reply) => {
    const key = String((request.query as { site?: unknown }).site ?? '');
    const known = optedOut(request) ? undefined : await sites.find(key);
    reply.header('content-type', 'text/javascript; charset=utf-8');
    reply.header('cache-control', `public, max-age=${SCRIPT_SECONDS}`).header('vary', 'sec-gpc, dnt');
    reply.header('cross-origin-resource-policy', 'cross-origin');
    if (known === undefined || known.site.stopped) return '';
    const origin = deps.publicUrl ?? `${request.protocol}://${request.host}`;
    return tagScript(key, `${origin.replace(/\/$/, '')}/collect`, known.site.consent === 'granted');
  });

  app.options('/collect', open, async (request, reply) => {
    allowOrigin(reply, request.headers.origin);
    reply.header('access-control-allow-methods', 'POST').header('access-control-allow-headers', 'content-type');
    return await reply.header('access-control-max-age', '86400').status(204).send();
  });

  app.post('/collect', { ...open, bodyLimit: BATCH_BYTES }, async (request, reply) => {
    allowOrigin(reply, request.headers.origin);
    if (optedOut(request)) return await reply.status(204).send();
    const batch = readBatch(request.body);
    const known = await sites.find(batch.k);
    if (known === undefined || known.site.stopped) throw notFound();
    if (!known.site.origins.includes(request.headers.origin ?? '')) {
      throw new AppError(403, 'origin-refused', 'This site does not take events from this origin.');
    }
    const cost = batch.e.length;
    if (!ofAddress(`${known.site.id} ${request.ip}`, cost) || !ofSite(known.site.id, cost)) {
      throw new AppError(429, 'rate-limited', 'Too many events.', { headers: { 'retry-after': '10' } });
    }
    const { site, sources } = known;
    const context = { vault: deps.vault, site, sources, ip: request.ip, now: deps.clock() };
    await store({ site, ...rowsOf(batch, context) });
    return await reply.status(204).send();
  });
  return { forget: sites.forget };
}

/** Whatever the page says, a visitor who opted out is not recorded. */
const optedOut = ({ headers }: FastifyRequest) => headers['sec-gpc'] === '1' || headers.dnt === '1';

/** A page may know whether its events arrived; the answer holds nothing else. */
function allowOrigin(reply: FastifyReply, origin: string | undefined): void {
  reply.header('cross-origin-resource-policy', 'cross-origin').header('vary', 'origin');
  if (origin) reply.header('access-control-allow-origin', origin);
}

/** The batch in a body of text or JSON. Throws 400 or 422 naming the field. */
function readBatch(body: unknown): CollectBatch {
  let value = body;
  if (typeof body === 'string') {
    try {
      value = JSON.parse(body);
    } catch (cause) {
      throw new AppError(400, 'malformed-body', 'The body is no JSON.', { cause });
    }
  }
  const read = CollectBatch.safeParse(value);
  if (read.success) return read.data;
  const errors = read.error.issues.slice(0, 20).map(({ path, message }) => ({ field: path.join('.'), message }));
  throw new AppError(422, 'invalid-values', 'The values are not accepted.', { errors });
}

interface KnownSite {
  site: CollectSite;
  sources: RegisteredSource[] | undefined;
}

/** Sites by key, asked for once in a while. What is not there is remembered too, so that nobody makes us ask. */
function siteMemory({ db, clock }: CollectDeps) {
  const held = new Map<string, { known: Promise<KnownSite | undefined>; until: number }>();
  async function look(key: string): Promise<KnownSite | undefined> {
    const clientId = clientOfKey(key);
    if (clientId === undefined) return undefined;
    return await inScope(db, { clients: [clientId] }, async (tx) => {
      const site = await findSiteByKey(tx, clientId, key);
      return site && { site, sources: (await loadContext(tx, clientId)).sources };
    });
  }
  return {
    forget: (key: string) => void held.delete(key),
    async find(key: string): Promise<KnownSite | undefined> {
      const now = clock();
      const found = held.get(key);
      if (found && found.until > now) return await found.known;
      const known = look(key);
      held.delete(key);
      held.set(key, { known, until: now + REMEMBERED_MS });
      if (held.size > SITES_MAX) held.delete(held.keys().next().value as string);
      known.catch(() => held.delete(key));
      return await known;
    },
  };
}
