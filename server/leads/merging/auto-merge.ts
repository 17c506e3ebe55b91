/** Merging everything above the upper line at once, as a job that can be undone as a whole. */
import { sql } from 'kysely';
import * as z from 'zod';
import { forbidding, type Identities, membersOf, onePerPerson } from '#domain/identity/replay.ts';
import { advanceJob } from '../../jobs/queries.ts';
import { Cancelled, type JobTools } from '../../jobs/tools.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { uuidArray } from '../../platform/pg-arrays.ts';
import { identitiesOf, lockDecisions } from './events.ts';
import { duplicateSettings } from './learn.ts';
import { type MergeDraft, unwriteMerge, writeMerges } from './merge.ts';

/** Few, because the chunk holds its leads' rows, and whoever delivers or reviews one of them waits. */
const GROUPS_PER_CHUNK = 100;
const UNDONE_PER_CHUNK = 25;

const Input = z.object({ undo: z.uuid().optional() });
const Resume = z.object({ after: z.string(), merged: z.int(), kept_apart: z.int() });

/** Works a merge job. Result: merges made and groups left alone because somebody keeps some of them apart, or merges undone. */
export async function runAutoMerge(tools: JobTools): Promise<Record<string, unknown>> {
  const { undo } = Input.parse(tools.job.input);
  return undo === undefined ? await mergeAll(tools) : await undoAll(tools, undo);
}

async function mergeAll({ job, db, scope }: JobTools): Promise<Record<string, unknown>> {
  const resume = job.resume === null ? undefined : Resume.parse(job.resume);
  let { after, merged, kept_apart } = resume ?? { after: '', merged: 0, kept_apart: 0 };
  let done = job.done;
  for (;;) {
    const finished = await inScope(db, scope, async (tx) => {
      await lockDecisions(tx, job.client_id);
      const groups = await nextGroups(tx, job.client_id, after);
      if (groups.length === 0) return true;
      const { drafts, apart, worked } = await draftsOf(tx, job.client_id, groups);
      const stamp = { actor: `system:${job.id}`, now: Date.now() };
      const ids = await writeMerges(tx, job.client_id, drafts, { ...stamp, confirmed: false, jobId: job.id });
      merged += ids.length;
      kept_apart += apart;
      done += worked.length;
      after = worked.at(-1)?.place ?? after;
      await append(tx, {
        clientId: job.client_id,
        actor: { kind: 'system', id: job.id },
        action: 'lead.merged',
        object: { type: 'job', id: job.id },
        detail: { merges: ids.length },
      });
      if (await advanceJob(tx, job.id, { done, resume: { after, merged, kept_apart } })) throw new Cancelled();
      return false;
    });
    if (finished) return { merged, kept_apart };
  }
}

interface Group {
  /** Where it stands in the order in which groups are worked. */
  place: string;
  leads: string[];
}

/**
 * Leads that the linkage proposes as one person and that are more than one yet: the groups of its last run, then pairs
 * above the line of which a lead is in no group, as of one that came later.
 */
async function nextGroups(tx: Tx, clientId: string, after: string): Promise<Group[]> {
  const { auto_bits } = await duplicateSettings(tx, clientId);
  const { rows } = await sql<Group>`
    select 'c' || c.cluster_id as place, array_agg(c.lead_id::text order by c.lead_id) as leads
    from linkage_cluster c join lead l on l.client_id = c.client_id and l.id = c.lead_id
    where c.client_id = ${clientId} and 'c' || c.cluster_id > ${after}
    group by c.cluster_id having count(distinct l.identity_id) > 1
    union all
    select 'p' || p.a_id || p.b_id, array[p.a_id::text, p.b_id::text]
    from linkage_pair p
    where p.client_id = ${clientId} and p.state = 'open' and p.band = 'auto' and p.weight_bits >= ${auto_bits}::real
      and 'p' || p.a_id || p.b_id > ${after}
      and not exists (select from linkage_cluster a join linkage_cluster b on b.client_id = a.client_id
        where a.client_id = p.client_id and a.lead_id = p.a_id and b.lead_id = p.b_id)
    order by place limit ${GROUPS_PER_CHUNK}`.execute(tx);
  return rows;
}

interface Drafted {
  drafts: MergeDraft[];
  /** Groups that somebody keeps apart. */
  apart: number;
  /** The groups that were looked at, in order: at least the first. */
  worked: Group[];
}

/**
 * Merges for the groups that nobody keeps apart. A group with a lead of an earlier one waits for the next chunk, which
 * sees whom that lead was joined with.
 */
async function draftsOf(tx: Tx, clientId: string, groups: readonly Group[]): Promise<Drafted> {
  const all = groups.flatMap(({ leads }) => leads);
  const { state } = await identitiesOf(tx, clientId, all);
  const pairs = await pairsWithin(tx, clientId, all);
  const taken = new Set<string>();
  const drafts: MergeDraft[] = [];
  const worked: Group[] = [];
  let apart = 0;
  for (const group of groups) {
    if (group.leads.flatMap((lead) => membersOf(state, lead)).some((lead) => taken.has(lead))) break;
    worked.push(group);
    for (const leads of sureParts(group.leads, pairs, state)) {
      const members = onePerPerson(state, leads);
      if (members.length < 2) continue;
      if (forbidding(state, leads).length > 0) {
        apart += 1;
        continue;
      }
      for (const lead of leads.flatMap((one) => membersOf(state, one))) taken.add(lead);
      const weights = pairs
        .filter(({ a, b }) => leads.includes(a) && leads.includes(b))
        .map(({ a, b, bits }) => ({ a, b, bits }));
      drafts.push({ members, survivor: await oldestOf(tx, clientId, members), choices: {}, weights });
    }
  }
  return { drafts, apart, worked };
}

interface WeighedPair {
  a: string;
  b: string;
  bits: number;
  /** Above the line as it is drawn now, and nobody found that it cannot be told. */
  sure: boolean;
}

async function pairsWithin(tx: Tx, clientId: string, leads: readonly string[]): Promise<WeighedPair[]> {
  const { auto_bits } = await duplicateSettings(tx, clientId);
  const { rows } = await sql<WeighedPair>`
    select a_id as a, b_id as b, weight_bits as bits,
      band = 'auto' and weight_bits >= ${auto_bits}::real and not exists (select from pair_decision d
        where d.client_id = p.client_id and d.a_id = p.a_id and d.b_id = p.b_id
          and d.answer = 'unsure' and d.revoked_at is null) as sure
    from linkage_pair p
    where client_id = ${clientId} and a_id = any(${uuidArray(leads)}::uuid[]) and b_id = any(${uuidArray(leads)}::uuid[])
    order by a_id, b_id`.execute(tx);
  return rows;
}

/**
 * The parts of a group that sure pairs hold together. A group was found by the line of its day; where the line was raised
 * since, it may fall apart.
 */
function sureParts(leads: readonly string[], pairs: readonly WeighedPair[], state: Identities): string[][] {
  const partOf = new Map(leads.map((lead) => [lead, [lead]]));
  const join = (a: string, b: string) => {
    const [one, other] = [partOf.get(a), partOf.get(b)];
    if (one === undefined || other === undefined || one === other) return;
    one.push(...other);
    for (const lead of other) partOf.set(lead, one);
  };
  for (const { a, b, sure } of pairs) if (sure) join(a, b);
  for (const lead of leads) for (const member of membersOf(state, lead)) join(lead, member);
  return [...new Set(partOf.values())].map((part) => leads.filter((lead) => part.includes(lead)));
}

async function oldestOf(tx: Tx, clientId: string, leads: readonly string[]): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from lead
    where client_id = ${clientId} and id = any(${leads}::uuid[]) order by created_at, id limit 1`.execute(tx);
  return rows[0]?.id ?? leads[0] ?? '';
}

/** Undoes what a job merged, newest first, so that every step goes back the way it came. */
async function undoAll({ job, db, scope }: JobTools, undone: string): Promise<Record<string, unknown>> {
  let done = job.done;
  for (;;) {
    const finished = await inScope(db, scope, async (tx) => {
      await lockDecisions(tx, job.client_id);
      const { rows } = await sql<{ id: string }>`select id from merge_event
        where client_id = ${job.client_id} and job_id = ${undone} and undone_at is null
        order by place desc limit ${UNDONE_PER_CHUNK}`.execute(tx);
      if (rows.length === 0) return true;
      for (const { id } of rows) {
        await unwriteMerge(tx, job.client_id, id, { actor: job.created_by, now: Date.now() });
      }
      done += rows.length;
      await append(tx, {
        clientId: job.client_id,
        actor: { kind: 'system', id: job.id },
        action: 'lead.unmerged',
        object: { type: 'job', id: undone },
        detail: { merges: rows.length },
      });
      if (await advanceJob(tx, job.id, { done })) throw new Cancelled();
      return false;
    });
    if (finished) return { undone: done };
  }
}
