/** The HTTP server without its routes: schemas, limits, headers, problem documents, request log and metrics. */
import swagger from '@fastify/swagger';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { Histogram, Registry } from 'prom-client';
import { mapErrors, sendUnroutable } from './errors.ts';
import type { Log } from './log.ts';
import { refuseNul } from './nul.ts';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered without a signed-in person or a key. */
    public?: boolean;
    /** Not counted against the rate limit of the caller (progress streams). */
    unlimited?: boolean;
  }
}

/** Bytes of a JSON body unless the route says otherwise. */
const BODY_LIMIT_BYTES = 1024 * 1024;
const HOUR_MS = 3_600_000;

const HEADERS: Record<string, string> = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; " +
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};

export interface HttpOptions {
  log: Log;
  /** Take the client's address from X-Forwarded-For of the nearest proxy. */
  trustProxy: boolean;
  /** People reach us by https, so browsers may be told to insist on it. */
  secure: boolean;
}

/** Makes the server. Register routes on it, then call `listen` or `inject`. */
export async function createHttp({ log, trustProxy, secure }: HttpOptions): Promise<{ app: App; metrics: Registry }> {
  const options: FastifyHttpOptions<RawServerDefault, FastifyBaseLogger> = {
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // Only the nearest proxy is believed; what it was told before is the sender's word.
    trustProxy: trustProxy ? (_address: string, hop: number) => hop === 0 : false,
    bodyLimit: BODY_LIMIT_BYTES,
    // An upload may take long; an idle connection and slow headers may not.
    requestTimeout: HOUR_MS,
    connectionTimeout: 75_000,
    keepAliveTimeout: 30_000,
    http: { headersTimeout: 15_000, maxHeaderSize: 16_384 },
    routerOptions: { maxParamLength: 200 },
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    return503OnClosing: true,
    frameworkErrors: (error, request, reply) => {
      addHeaders(request, reply as unknown as FastifyReply, secure);
      sendUnroutable(error, request, reply as unknown as FastifyReply);
    },
    forceCloseConnections: 'idle',
  };
  const app: App = Fastify(options).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  mapErrors(app as unknown as FastifyInstance);
  app.addHook('onSend', async (request, reply) => addHeaders(request, reply, secure));
  app.addHook('preValidation', refuseNul);
  const metrics = new Registry();
  measureRequests(app, metrics);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Assay',
        version: '1',
        description:
          'Lead audit over HTTP. Sign in by session cookie, or send `Authorization: Bearer assay_…`. Errors are RFC 9457 problem documents.',
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
          session: { type: 'apiKey', in: 'cookie', name: 'assay.session_token' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: withProblems,
    transformObject: jsonSchemaTransformObject,
  });
  return { app, metrics };
}

function addHeaders(request: FastifyRequest, reply: FastifyReply, secure: boolean): void {
  for (const [name, value] of Object.entries(HEADERS)) if (!reply.hasHeader(name)) reply.header(name, value);
  if (secure) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  reply.header('x-request-id', request.id);
}

/** Counts and times every request by method, route pattern and status; logs the same, never a URL or a body. */
function measureRequests(app: App, metrics: Registry): void {
  const seconds = new Histogram({
    name: 'assay_http_request_seconds',
    help: 'Time from the first byte of a request to its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [metrics],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const ms = reply.elapsedTime;
    seconds.observe({ method: request.method, route, status: String(reply.statusCode) }, ms / 1000);
    request.log.debug({ method: request.method, route, status: reply.statusCode, ms: Math.round(ms) }, 'request');
  });
}

/** Every documented route may answer with a problem. */
const withProblems: typeof jsonSchemaTransform = (input) => {
  const transformed = jsonSchemaTransform(input);
  const responses = (transformed.schema as { response?: Record<string, unknown> } | undefined)?.response;
  if (responses) for (const status of ['4XX', '503']) responses[status] ??= PROBLEM_RESPONSE;
  return transformed;
};

const PROBLEM_RESPONSE = {
  description: 'A problem document (RFC 9457).',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
