/** The composition root: what there is, made in order, by hand. */
import swaggerUi from '@fastify/swagger-ui';
import underPressure from '@fastify/under-pressure';
import type { IpCountries } from '#domain/lead-checks/ip/country-ranges.ts';
import { collectRoutes } from './collect/collect-routes.ts';
import { siteRoutes } from './collect/site-routes.ts';
import type { Config } from './config.ts';
import { createDemo } from './demo/create.ts';
import { demoRoutes } from './demo/routes.ts';
import { importRoutes } from './imports/routes.ts';
import { jobRoutes } from './jobs/routes.ts';
import { startJobs } from './jobs/runner.ts';
import { jobThreads } from './jobs/threads.ts';
import type { WorkerInput } from './jobs/tools.ts';
import { completenessRoutes } from './leads/completeness.ts';
import { conversionRoutes } from './leads/conversions/routes.ts';
import { countLeads } from './leads/count.ts';
import type { LeadDeps } from './leads/deps.ts';
import { findingRoutes } from './leads/findings/routes.ts';
import { fraudRoutes } from './leads/fraud/routes.ts';
import { watchHistory } from './leads/history/watch.ts';
import { journeyCsvRoutes } from './leads/journeys/csv-routes.ts';
import { journeyRoutes } from './leads/journeys/routes.ts';
import { linkageRoutes } from './leads/linkage/routes.ts';
import { linkAfter, linkAll, NIGHTLY } from './leads/linkage/start.ts';
import { leadMatcher } from './leads/matching-ids.ts';
import { mergingRoutes } from './leads/merging/routes.ts';
import { fitAll, MONTHLY } from './leads/prediction/monthly.ts';
import { predictionRoutes } from './leads/prediction/routes.ts';
import { reportRoutes } from './leads/report/routes.ts';
import { leadRoutes } from './leads/routes.ts';
import { leadListRoutes } from './leads/routes-list.ts';
import { scoringRoutes } from './leads/scoring-routes.ts';
import { segmentRoutes } from './leads/segments/routes.ts';
import { tableExportRoutes } from './leads/table-export.ts';
import { startDecay } from './leads/touchpoints/engagement.ts';
import { touchpointRoutes } from './leads/touchpoints/routes.ts';
import { trendRoutes } from './leads/trends/routes.ts';
import { accessCache } from './people/access-cache.ts';
import { actorNames } from './people/actor-names.ts';
import { createAuth } from './people/auth.ts';
import { authenticator } from './people/authenticator.ts';
import { rateLimiter } from './people/rate-limiter.ts';
import { peopleRoutes } from './people/routes.ts';
import { setupService } from './people/setup-service.ts';
import { setPrincipal } from './platform/access.ts';
import { sealer } from './platform/audit-log/seal.ts';
import { openBlobs } from './platform/blobs/open.ts';
import { openClickHouse } from './platform/clickhouse.ts';
import { openDatabase, openPool, openPreparedDatabase } from './platform/db.ts';
import { type DnsResolver, dnsFacts } from './platform/dns.ts';
import { unauthenticated } from './platform/errors.ts';
import { healthRoutes } from './platform/health.ts';
import { type App, createHttp } from './platform/http.ts';
import type { Log } from './platform/log.ts';
import { createPull } from './platform/pull.ts';
import { type JobTicket, openQueue } from './platform/queue.ts';
import { rememberWhile } from './platform/remember.ts';
import type { Secrets } from './platform/secrets.ts';
import { serveWeb } from './platform/static.ts';
import type { Stores } from './platform/stores.ts';
import { vault as openVault } from './platform/vault/vault.ts';
import { internalRoutes } from './platform/verify/routes.ts';

export interface AppOptions {
  config: Config;
  stores: Stores;
  secrets: Secrets;
  /** Folders of the data directory that the app itself writes to. */
  folders: { blobs: string };
  headsFile: string;
  log: Log;
  clock?: () => Date;
  /** Answers DNS questions where the configuration asks for them. */
  resolver?: DnsResolver;
  /** Countries of IP addresses, where the configuration names a list. */
  ipCountries?: IpCountries;
  /** Off in tests: what is swept, linked or fitted of its own accord or by the clock would stand between their questions. */
  ownAccord?: boolean;
  /** How long a question waits for what was committed before it; the pull's own choice outside tests. */
  waitMs?: number;
  /** The built web app; absent in tests of the API alone. */
  webRoot?: string;
}

export interface RunningApp {
  app: App;
  /** Whether nobody has an account yet. */
  setupNeeded(): Promise<boolean>;
  /** Loads the demo world; false when it is there already. */
  loadDemo(): Promise<boolean>;
  /** Stops taking requests, lets those under way end, stops jobs, seals the audit log. */
  stop(): Promise<void>;
}

/** Connects, composes and starts everything but listening. The stores must be migrated. */
export async function createApp(options: AppOptions): Promise<RunningApp> {
  const { config, stores, secrets, log } = options;
  const clock = options.clock ?? (() => new Date());
  const { publicUrl } = config;
  const secure = publicUrl?.startsWith('https:') ?? false;

  const pool = openPool({ url: stores.appUrl, max: 20, applicationName: 'assay' });
  const syncPool = openPool({ url: syncUrl(stores), max: 2, applicationName: 'assay-sync' });
  const db = openDatabase(pool);
  const deliveryDb = openPreparedDatabase({ url: stores.appUrl, max: 8, applicationName: 'assay-delivery' });
  const clickhouse = openClickHouse(stores.clickhouse);
  const vault = openVault(secrets);
  const blobOptions = {
    dir: options.folders.blobs,
    key: secrets.blobKey,
    ...(config.s3Url ? { s3Url: config.s3Url } : {}),
  };
  const blobs = openBlobs(blobOptions);
  await blobs.removeLeftovers();
  const queue = await openQueue(stores.appUrl, log);
  const pull = createPull({ clickhouse, pool: syncPool, source: stores.pullSource, log, waitMs: options.waitMs });
  const access = accessCache({ pool, clock, log });
  const auth = createAuth({ db, sessionKey: secrets.sessionKey, publicUrl, log });
  const authenticate = authenticator({ db, access, sessionKey: secrets.sessionKey, publicUrl, clock });
  const limit = rateLimiter({ clock });

  const input: WorkerInput = {
    databaseUrl: stores.appUrl,
    clickhouse: stores.clickhouse,
    blobs: blobOptions,
    keys: { keks: secrets.keks.map(({ epoch, key }) => ({ epoch, key })), indexKey: secrets.indexKey },
    dns: config.dns,
    ipCountries: options.ipCountries,
    logLevel: config.logLevel,
  };
  const threads = jobThreads({ input, pull });

  const leads: LeadDeps = {
    db,
    deliveryDb,
    clickhouse,
    pull,
    remember: rememberWhile(pull.version),
    queue,
    vault,
    clock: () => clock().getTime(),
    dns: config.dns && options.resolver ? dnsFacts(options.resolver, () => clock().getTime()) : undefined,
    ipCountries: options.ipCountries,
    matchingIds: leadMatcher({ db, clickhouse, clock: () => clock().getTime() }),
    actorNames,
  };
  const { app, metrics } = await createHttp({ log, trustProxy: config.trustProxy, secure });
  const seal = sealer({ db, secrets, headsFile: options.headsFile, clock, log, metrics });
  let draining = false;

  app.addHook('onRequest', async (request, reply) => {
    const { config: route, url } = request.routeOptions;
    if (route.public || url === undefined || !url.startsWith('/api/')) return;
    const principal = await authenticate(request);
    if (principal === undefined) throw unauthenticated();
    setPrincipal(request, principal);
    if (!route.unlimited) limit(principal, reply);
  });
  await app.register(underPressure, { maxEventLoopDelay: 2_000, retryAfter: 2, pressureHandler: undefined });
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/api/docs')) route.config = { ...route.config, public: true };
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: false, logLevel: 'silent' });
  internalRoutes(app, { pool, clickhouse, pull, sessionKey: secrets.sessionKey });
  healthRoutes(app, {
    pool,
    clickhouse,
    pull,
    metrics,
    restarts: stores.restarts,
    clock: leads.clock,
    draining: () => draining,
  });
  peopleRoutes(app, {
    db,
    auth,
    access,
    authenticate,
    sessionKey: secrets.sessionKey,
    publicUrl,
    clock,
    secretsDir: secrets.dir,
    leadsOf: async (clients) => {
      await pull.fresh();
      return await countLeads(leads, clients);
    },
  });
  leadListRoutes(app, leads);
  leadRoutes(app, leads);
  scoringRoutes(app, leads);
  touchpointRoutes(app, leads);
  const collect = collectRoutes(app, { ...leads, publicUrl });
  siteRoutes(app, { ...leads, onChange: collect.forget });
  predictionRoutes(app, leads);
  fraudRoutes(app, leads);
  segmentRoutes(app, leads);
  tableExportRoutes(app, leads);
  completenessRoutes(app, leads);
  findingRoutes(app, leads);
  conversionRoutes(app, leads);
  trendRoutes(app, leads);
  mergingRoutes(app, leads);
  linkageRoutes(app, leads);
  reportRoutes(app, leads);
  journeyRoutes(app, leads);
  journeyCsvRoutes(app, leads);
  importRoutes(app, { ...leads, blobs, blobOptions, threads });
  jobRoutes(app, { db, blobs });
  demoRoutes(app, { ...leads, onChange: () => access.forget('*') });
  app.get('/api/v1/openapi.json', { config: { public: true }, schema: { hide: true } }, async () => app.swagger());
  if (options.webRoot) await serveWeb(app, options.webRoot);
  await app.ready();

  pull.start();
  seal.start();
  const ownAccord = options.ownAccord ?? true;
  const watch = ownAccord ? watchHistory({ db, log, input }) : undefined;
  const decay = ownAccord ? startDecay({ db, clock: leads.clock, log }) : undefined;
  if (ownAccord) {
    await queue.everyTime('monthly-fit', MONTHLY, async () => void (await fitAll(db, queue, leads.clock())));
    await queue.everyTime('nightly-linkage', NIGHTLY, async () => void (await linkAll(db, queue)));
  }
  const onWork = (ended: JobTicket) => {
    if (draining || watch === undefined) return;
    linkAfter(db, queue, ended).catch((error: unknown) => log.warn({ err: error }, 'a linkage could not be started'));
  };
  const jobs = await startJobs({ db, queue, log, threads, onWork });
  return {
    app,
    setupNeeded: () => setupService({ db, secretsDir: secrets.dir, clock }).isNeeded(),
    loadDemo: async () => (await createDemo(leads, { kind: 'system', id: null })).length > 0,
    async stop() {
      draining = true;
      await app.close();
      await queue.stop();
      await jobs.stop();
      await watch?.stop();
      await decay?.stop();
      await pull.stop();
      await seal.stop();
      await access.close();
      await clickhouse.close();
      await syncPool.end();
      await deliveryDb.destroy();
      await db.destroy();
    },
  };
}

function syncUrl({ appUrl, pullSource }: Stores): string {
  const url = new URL(appUrl);
  url.username = pullSource.user;
  url.password = encodeURIComponent(pullSource.password);
  return url.href;
}
