/** The only file that reads the environment. Every fault is reported at once. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';

const port = z.coerce.number().int().min(0).max(65535);

const Environment = z.object({
  ASSAY_DATA: z.string().min(1).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(4400),
  /** The address people use, where a proxy stands in front. Decides whether cookies are Secure. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** `on` when a proxy of ours sets X-Forwarded-For. */
  TRUST_PROXY: z.enum(['on', 'off']).default('off'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Set to a cluster's name to create Replicated tables on it. */
  CLICKHOUSE_CLUSTER: z
    .string()
    .regex(/^[A-Za-z0-9_]+$/)
    .optional(),
  S3_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** `on` lets the audit ask DNS for mail servers of domains. */
  ASSAY_DNS: z.enum(['on', 'off']).default('off'),
  /** Lists of countries of IP addresses that the operator brings: paths of CSV files, separated by commas. */
  ASSAY_IP_COUNTRY: z
    .string()
    .regex(/^[^,]+(,[^,]+)*$/, 'names one file, or several separated by commas')
    .optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface Config {
  dataDir: string;
  host: string;
  port: number;
  publicUrl: string | undefined;
  trustProxy: boolean;
  databaseUrl: string | undefined;
  clickhouseUrl: string | undefined;
  clickhouseCluster: string | undefined;
  s3Url: string | undefined;
  dns: boolean;
  /** Paths; empty while the operator brings no list. */
  ipCountryFiles: string[];
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** Reads the configuration. Throws one error that names every variable at fault. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The configuration has faults:\n${faults.join('\n')}`);
  }
  const env = parsed.data;
  return {
    dataDir: env.ASSAY_DATA === undefined ? defaultDataDir() : resolve(env.ASSAY_DATA),
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL,
    trustProxy: env.TRUST_PROXY === 'on',
    databaseUrl: env.DATABASE_URL,
    clickhouseUrl: env.CLICKHOUSE_URL,
    clickhouseCluster: env.CLICKHOUSE_CLUSTER,
    s3Url: env.S3_URL,
    dns: env.ASSAY_DNS === 'on',
    ipCountryFiles: env.ASSAY_IP_COUNTRY?.split(',').map((path) => resolve(path.trim())) ?? [],
    logLevel: env.LOG_LEVEL,
  };
}

/**
 * `./data`; for root below a folder that is closed to others (such as /root) `/var/lib/assay`, because PostgreSQL refuses
 * to run as root and its own account must be able to reach its files.
 */
function defaultDataDir(): string {
  const here = resolve('data');
  if (process.getuid?.() !== 0) return here;
  for (let folder = dirname(here); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return '/var/lib/assay';
  }
  return here;
}

/** The environment a child process of ours may see: enough to run, and where compiled code is kept; none of our settings. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LANG, TZ, TMPDIR, HOME, NODE_COMPILE_CACHE } = process.env;
  return { PATH, LANG, TZ, TMPDIR, HOME, NODE_COMPILE_CACHE };
}

/** The PostgreSQL cluster that the test runner started for all test files, where it did. */
export function testClusterUrl(): string | undefined {
  return process.env.ASSAY_TEST_CLUSTER;
}

/** The API key that commands send to a server, where the environment gives one. */
export function apiKeyFromEnvironment(): string | undefined {
  return process.env.ASSAY_KEY || undefined;
}
