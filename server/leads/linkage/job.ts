/**
 * Links all leads of a client: opens them in this thread, lets the engine compare them in tables that live in memory
 * and go with the job, and keeps what was found. A stop starts it over, since half a comparison is worth nothing.
 */
import { sql } from 'kysely';
import * as z from 'zod';
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import { averageLink, CLUSTER_DEFAULTS } from '#domain/linkage/cluster.ts';
import { defaultModel } from '#domain/linkage/default-model.ts';
import { leadFields } from '#domain/linkage/lead-record.ts';
import { LEAD_SPEC } from '#domain/linkage/lead-spec.ts';
import { probabilityOf } from '#domain/linkage/model.ts';
import type { LinkageFields } from '#domain/linkage/spec.ts';
import { advanceJob } from '../../jobs/queries.ts';
import { Cancelled, type JobTools } from '../../jobs/tools.ts';
import { append } from '../../platform/audit-log/append.ts';
import { ask, type ClickHouse } from '../../platform/clickhouse.ts';
import { inScope } from '../../platform/db.ts';
import { loadContext } from '../context.ts';
import { frequencyKey, writeMissingKeys } from '../merging/block-keys.ts';
import { duplicateSettings, modelThresholds } from '../merging/learn.ts';
import { reauditLeads } from '../reaudit.ts';
import { findSealedLeads, openLead } from '../view.ts';
import { findHouseholds, settleHouseholds } from './households.ts';
import {
  dropTables,
  fillTables,
  type LinkageRun,
  learnFrequencies,
  link,
  pairsFrom,
  type WeighedPairs,
} from './run.ts';
import { type FoundPair, settleRun, storeGroups, storeModel, storePairs } from './store.ts';

const LEADS_PER_CHUNK = 2_000;
const PAIRS_PER_WRITE = 5_000;
/** Few, because a chunk holds its leads' rows, and whoever delivers one of them waits. */
const AUDITS_PER_CHUNK = 250;
const PREFIX = 'linkage_of_';

/** Works a linkage job. Result: how many leads, pairs in either band, groups, and blocks too large to compare. */
export async function runLinkage(tools: JobTools): Promise<Record<string, unknown>> {
  const { job, db, scope, deps } = tools;
  const { clickhouse } = deps;
  const clientId = job.client_id;
  await dropLeftovers(tools);
  const prefix = PREFIX + job.id.replaceAll('-', '');
  const began = new Date();
  try {
    const ids: string[] = [];
    await fillTables(clickhouse, LEAD_SPEC, prefix, openLeads(tools, ids));
    if (ids.length < 2) return { leads: ids.length, auto: 0, review: 0, groups: 0, dropped_blocks: 0 };
    const { lines, thresholds } = await inScope(db, scope, async (tx) => ({
      lines: await duplicateSettings(tx, clientId),
      thresholds: await modelThresholds(tx, clientId),
    }));
    const found = await link(clickhouse, LEAD_SPEC, prefix, ids.length, { ...defaultModel(ids.length), thresholds });
    const frequencies = await learnFrequencies(clickhouse, LEAD_SPEC, prefix, found.told, (field, value) =>
      frequencyKey(deps.vault, clientId, field, value),
    );
    const version = await inScope(db, scope, (tx) => storeModel(tx, clientId, found.model, frequencies));
    const counts = await writePairs(tools, prefix, found, ids, version, lines);
    const households = await findHouseholds(clickhouse, prefix, ids);
    const groups = sureGroups(found.pairs, ids, lines.auto_bits);
    const changed = await inScope(db, scope, async (tx) => {
      const leads = [
        ...(await settleRun(tx, clientId, version, began)),
        ...(await settleHouseholds(tx, clientId, households, began)),
      ];
      await storeGroups(tx, clientId, version, groups);
      const detail = { leads: ids.length, ...counts };
      const actor = { kind: 'system', id: job.id } as const;
      await append(tx, { clientId, actor, action: 'lead.linked', object: { type: 'job', id: job.id }, detail });
      return [...new Set(leads)].sort();
    });
    await auditAgain(tools, changed, ids.length);
    return {
      leads: ids.length,
      ...counts,
      groups: new Set(groups.map(([, group]) => group)).size,
      households: households.length,
      people: new Set(found.groups).size,
      dropped_blocks: found.dropped.reduce((sum, { blocks }) => sum + blocks, 0),
    };
  } finally {
    await dropTables(clickhouse, prefix);
  }
}

/** The normalised fields of every lead of the client in the order of their ids, which are added to `ids`. */
async function* openLeads({ job, db, scope, deps }: JobTools, ids: string[]): AsyncGenerator<LinkageFields> {
  const clientId = job.client_id;
  const { country } = await inScope(db, scope, (tx) => loadContext(tx, clientId));
  const open = openLead(deps.vault);
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await inScope(db, scope, async (tx) => {
      const { rows: next } = await sql<{
        id: string;
      }>`select id from lead where client_id = ${clientId} and id > ${after}
        order by id limit ${LEADS_PER_CHUNK}`.execute(tx);
      if (await advanceJob(tx, job.id, { done: ids.length })) throw new Cancelled();
      return await findSealedLeads(
        tx,
        clientId,
        next.map(({ id }) => id),
      );
    });
    if (rows.length === 0) return;
    rows.sort((a, b) => (a.id < b.id ? -1 : 1));
    const leads = rows.map((row) => ({
      id: row.id,
      prepared: prepareLead(open(row), { ...(country ? { country } : {}), now: row.created_at.getTime() }),
    }));
    // A lead that comes later finds by these keys what an import brought.
    await inScope(db, scope, (tx) => writeMissingKeys(tx, deps.vault, clientId, leads));
    for (const { id, prepared } of leads) {
      ids.push(id);
      yield leadFields(prepared);
    }
    after = ids.at(-1)!;
  }
}

/** Writes the pairs that are to be merged or looked at, piece by piece. Returns how many there are of each. */
async function writePairs(
  { job, db, scope, deps }: JobTools,
  prefix: string,
  found: LinkageRun,
  ids: readonly string[],
  version: number,
  lines: { auto_bits: number; review_bits: number },
): Promise<{ auto: number; review: number }> {
  const counts = { auto: 0, review: 0 };
  let waiting: FoundPair[] = [];
  const write = async () => {
    const pairs = waiting;
    waiting = [];
    await inScope(db, scope, async (tx) => {
      await storePairs(tx, job.client_id, version, pairs);
      if (await advanceJob(tx, job.id, { done: ids.length })) throw new Cancelled();
    });
  };
  for await (const rows of pairsFrom(deps.clickhouse, LEAD_SPEC, prefix, found, lines.review_bits)) {
    for (const { a, b, weight, asks, gammas, bits } of rows) {
      const band = weight >= lines.auto_bits && asks === 0 ? 'auto' : 'review';
      counts[band] += 1;
      const [one, other] = [ids[a]!, ids[b]!];
      const [first, second] = one < other ? [one, other] : [other, one];
      waiting.push({ a: first, b: second, weight, probability: probabilityOf(weight), gammas, bits, band });
    }
    if (waiting.length >= PAIRS_PER_WRITE) await write();
  }
  await write();
  return counts;
}

/** Whom a lead is like is a finding of its audit. */
async function auditAgain({ job, db, scope, deps }: JobTools, ids: readonly string[], done: number): Promise<void> {
  for (let start = 0; start < ids.length; start += AUDITS_PER_CHUNK) {
    await inScope(db, scope, async (tx) => {
      const bench = {
        vault: deps.vault,
        context: await loadContext(tx, job.client_id),
        ipCountries: deps.ipCountries,
        now: Date.now(),
      };
      await reauditLeads(tx, bench, ids.slice(start, start + AUDITS_PER_CHUNK));
      if (await advanceJob(tx, job.id, { done })) throw new Cancelled();
    });
  }
}

/** Groups sure enough to be merged: joined only above the upper line, and never by a pair that a person must look at. */
function sureGroups(pairs: WeighedPairs, ids: readonly string[], autoBits: number): [lead: string, group: string][] {
  const bits = pairs.bits.map((weight, pair) => (pairs.asks[pair] ? Math.min(weight, 0) : weight));
  const groups = averageLink(ids.length, { ...pairs, bits }, { ...CLUSTER_DEFAULTS, joinBits: autoBits });
  const members: [string, string][] = [];
  const sizes = new Uint32Array(ids.length);
  for (const group of groups) sizes[group]!++;
  for (const [record, group] of groups.entries()) {
    if (sizes[group]! > 1) members.push([ids[record]!, ids[group]!]);
  }
  return members;
}

/** Drops tables of jobs that are no longer worked: a thread that died, or a server, could not. */
async function dropLeftovers({ job, db, scope, deps }: JobTools): Promise<void> {
  const tables = await runTables(deps.clickhouse);
  const owner = (prefix: string) => prefix.slice(PREFIX.length);
  const open = await inScope(db, { ...scope, installation: true }, async (tx) => {
    const { rows } = await sql<{ id: string }>`select replace(id::text, '-', '') as id from job
      where kind = 'linkage' and state in ('queued', 'running')`.execute(tx);
    return new Set(rows.map(({ id }) => id));
  });
  const own = job.id.replaceAll('-', '');
  for (const prefix of new Set(tables.map((name) => name.slice(0, name.lastIndexOf('_'))))) {
    if (owner(prefix) === own || !open.has(owner(prefix))) await dropTables(deps.clickhouse, prefix);
  }
}

async function runTables(clickhouse: ClickHouse): Promise<string[]> {
  const rows = await ask(
    clickhouse,
    'select name from system.tables where database = currentDatabase() and startsWith(name, {prefix:String})',
    { prefix: PREFIX },
    z.object({ name: z.string() }),
  );
  return rows.map(({ name }) => name);
}
