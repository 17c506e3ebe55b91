import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { LeadCreate } from '#contract/lead.ts';
import type { Principal } from '../../platform/access.ts';
import { inScope } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { patchLead } from '../change.ts';
import { listLeads } from '../list.ts';
import { personWith, type TestWorld, testWorld } from '../test-world.ts';
import { readLeads } from '../view.ts';
import { decidePair, revokeDecision } from './decide.ts';
import { mergeLeads, undoMerge } from './merge.ts';
import { listMerges } from './merge-log.ts';
import { getPair, getPerson } from './pair.ts';
import { previewMerge } from './preview.ts';
import { mergingRoutes } from './routes.ts';

let world: TestWorld;
before(async () => {
  world = await testWorld(mergingRoutes);
});
after(async () => await world.close());

type Draft = Omit<LeadCreate, 'client_id'>;
const DRAFTS: Draft[] = [
  { email: 'elena@posteo.de', name: 'Elena Castillo', source: 'Google', created_at: '2026-11-10T10:00:00Z' },
  { email: 'elena@posteo.de', name: 'Elena M Castillo', source: 'Meta', created_at: '2026-11-12T10:00:00Z' },
  { phone: '+49 151 23456789', name: 'E. Castillo', source: 'Partner', created_at: '2026-11-14T10:00:00Z' },
  {
    phone: '+49 151 23456789',
    email: 'ec@gmx.de',
    name: 'Ewa Cas',
    source: 'Partner',
    created_at: '2026-11-16T10:00:00Z',
  },
  { email: 'ec@gmx.de', name: 'Max Muster', source: 'Google', created_at: '2026-11-18T10:00:00Z' },
];

async function newWorld(drafts = DRAFTS): Promise<{ client: string; ids: string[]; who: Principal }> {
  const client = await world.client();
  return { client, ids: await world.store(client, drafts), who: personWith('admin', [client]) };
}

/** Every column of the client's leads that a person or a number may see; only the version by which they are pulled may differ. */
async function picture(client: string): Promise<unknown[]> {
  const { rows } = await world.database.owner.query(
    "select to_jsonb(lead) - 'ver' as lead from lead where client_id = $1 order by id",
    [client],
  );
  return rows.map(({ lead }) => lead);
}

async function deleteLead(client: string, id: string): Promise<void> {
  await inScope(world.deps.db, { clients: [client] }, (tx) => tx.deleteFrom('lead').where('id', '=', id).execute());
}

test('a merge joins leads under the survivor, and undoing restores every column of every lead', async () => {
  const { client, ids, who } = await newWorld();
  const [a, b, c] = ids as [string, string, string];
  const before = await picture(client);
  const merge = await mergeLeads(world.deps, who, { client_id: client, leads: [a, b, c], survivor: b });
  const { rows } = await world.database.owner.query(
    'select id, identity_id, duplicate_of from lead where client_id = $1 and id = any($2) order by created_at',
    [client, [a, b, c]],
  );
  assert.deepEqual(rows, [
    { id: a, identity_id: b, duplicate_of: b },
    { id: b, identity_id: b, duplicate_of: null },
    { id: c, identity_id: b, duplicate_of: b },
  ]);
  const undone = await undoMerge(world.deps, who, merge.id);
  assert.ok(undone.undone_at);
  assert.deepEqual(await picture(client), before);
  await assert.rejects(
    undoMerge(world.deps, who, merge.id),
    (error) => error instanceof AppError && error.status === 409,
  );
});

test('the leading lead shows the person’s values, whichever lead they are from, until the merge is undone', async () => {
  const { client, ids, who } = await newWorld();
  const [a, b, c] = ids as [string, string, string];
  const shown = async () =>
    await inScope(world.deps.db, { clients: [client] }, (tx) => readLeads(tx, world.deps.vault, [a, b], false));
  const before = await shown();
  const choices = { name: a };
  const merge = await mergeLeads(world.deps, who, { client_id: client, leads: [a, b, c], choices });
  const [leading, other] = await shown();
  assert.equal(leading?.merged_leads, 3);
  assert.equal(leading?.name, 'Elena Castillo');
  assert.equal(leading?.phone, '+49 151 23456789');
  assert.equal(other?.merged_into, a);
  assert.equal(other?.name, 'Elena M Castillo');
  await undoMerge(world.deps, who, merge.id);
  assert.deepEqual(await shown(), before);
});

test('numbers that count people follow a merge and its undoing', async () => {
  const { client, ids, who } = await newWorld();
  const [, , , d, e] = ids as [string, string, string, string, string];
  const repeats = async () =>
    (await listLeads(world.deps, who, { client_id: client, duplicate: 'true', sort: '-created_at', limit: 50 }, false))
      .total;
  assert.equal(await repeats(), 3);
  const merge = await mergeLeads(world.deps, who, { client_id: client, leads: [ids[0]!, d, e] });
  assert.equal(await repeats(), 3);
  const whole = await mergeLeads(world.deps, who, { client_id: client, leads: ids });
  assert.equal(await repeats(), 4);
  await undoMerge(world.deps, who, whole.id);
  await undoMerge(world.deps, who, merge.id);
  assert.equal(await repeats(), 3);
});

test('what was undone is kept apart: merging again must be meant', async () => {
  const { client, ids, who } = await newWorld();
  const leads = ids.slice(0, 2);
  const merge = await mergeLeads(world.deps, who, { client_id: client, leads });
  await assert.rejects(
    mergeLeads(world.deps, who, { client_id: client, leads }),
    (error) => error instanceof AppError && error.type === 'already-merged',
  );
  await undoMerge(world.deps, who, merge.id);
  await assert.rejects(
    mergeLeads(world.deps, who, { client_id: client, leads }),
    (error) => error instanceof AppError && error.type === 'kept-apart',
  );
  const preview = await previewMerge(world.deps, who, { client_id: client, leads });
  assert.equal(preview.apart.length, 1);
  await mergeLeads(world.deps, who, { client_id: client, leads, although_apart: true });
  const { merges } = await listMerges(world.deps, who, { client_id: client, limit: 10 });
  assert.deepEqual(
    merges.map(({ undone_at }) => undone_at === null),
    [true, false],
  );
});

test('who a reviewer calls different people no longer repeat each other, until the answer is taken back', async () => {
  const { client, ids, who } = await newWorld();
  const [a, b] = ids as [string, string];
  const before = await picture(client);
  const flags = async () =>
    ((await picture(client)) as { id: string; flags: string[]; duplicate_of: string | null }[]).find(
      ({ id }) => id === b,
    );
  assert.equal((await flags())?.duplicate_of, a);
  const answer = await decidePair(world.deps, who, { client_id: client, lead_a: b, lead_b: a, answer: 'different' });
  assert.equal((await flags())?.duplicate_of, null);
  assert.ok(!(await flags())?.flags.includes('X01_EXACT_DUP'));
  const { decision } = await getPair(world.deps, who, { lead_a: a, lead_b: b });
  assert.equal(decision?.answer, 'different');
  await revokeDecision(world.deps, who, answer.id);
  const sealedAnew = (rows: unknown[]) => (rows as Record<string, unknown>[]).map(({ evidence, ...rest }) => rest);
  assert.deepEqual(sealedAnew(await picture(client)), sealedAnew(before));
});

test('the panel of a lead names whom it was merged with and by which merges', async () => {
  const { client, ids, who } = await newWorld();
  const merge = await mergeLeads(world.deps, who, { client_id: client, leads: ids.slice(0, 3) });
  const person = await getPerson(world.deps, who, ids[1]!);
  assert.deepEqual(person.merged.map(({ id }) => id).sort(), [ids[0]!, ids[2]!].sort());
  assert.deepEqual(
    person.merges.map(({ id }) => id),
    [merge.id],
  );
});

type Op =
  | { do: 'merge'; leads: number[] }
  | { do: 'undo'; pick: number }
  | { do: 'edit'; lead: number; name: string }
  | { do: 'delete'; lead: number };
const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('merge' as const),
      leads: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 2, maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), pick: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      lead: fc.nat(4),
      name: fc.constantFrom('Elena Castillo', 'Ella Castell'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), lead: fc.nat(4) }) },
);

/**
 * What is compared between two clients with the same leads: leads by their place, without what is sealed or keyed for one
 * client and without when a lead was last written.
 */
async function comparable(client: string, ids: readonly string[]): Promise<unknown[]> {
  const place = (id: unknown) => (id === null ? null : ids.indexOf(id as string));
  const rows = (await picture(client)) as Record<string, unknown>[];
  return rows
    .map((row) => {
      const { id, identity_id, duplicate_of, repeats, tokens, ...rest } = row;
      for (const key of ['client_id', 'person_id', 'visitor', 'email_key', 'phone_key', 'personal', 'evidence']) {
        delete rest[key];
      }
      for (const key of ['updated_at', 'audited_at']) delete rest[key];
      const words = (tokens as unknown[]).length;
      return {
        ...rest,
        words,
        id: place(id),
        person: place(identity_id),
        shown: place(duplicate_of),
        repeats: place(repeats),
      };
    })
    .sort((a, b) => (a.id ?? 0) - (b.id ?? 0));
}

test('after any merges, undoings, edits and deletions, undoing all merges leaves what edits and deletions alone leave', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(op, { minLength: 3, maxLength: 10 }), async (ops) => {
      const { client, ids, who } = await newWorld();
      // Its twin goes through the same edits and deletions, and nobody is ever merged there.
      const twin = await newWorld();
      const open: string[] = [];
      const gone = new Set<string>();
      const joinKnowingly = async (leads: string[]) => {
        try {
          open.push((await mergeLeads(world.deps, who, { client_id: client, leads, although_apart: true })).id);
        } catch (error) {
          // They were one person already.
          if (!(error instanceof AppError) || error.type !== 'already-merged') throw error;
        }
      };
      for (const step of ops) {
        if (step.do === 'merge') {
          const leads = step.leads.map((at) => ids[at]!).filter((id) => !gone.has(id));
          if (leads.length > 1) await joinKnowingly(leads);
        } else if (step.do === 'undo' && open.length > 0) {
          const [id] = open.splice(step.pick % open.length, 1);
          await undoMerge(world.deps, who, id!);
        } else if (step.do === 'edit' && !gone.has(ids[step.lead]!)) {
          await patchLead(world.deps, who, ids[step.lead]!, { name: step.name });
          await patchLead(world.deps, twin.who, twin.ids[step.lead]!, { name: step.name });
        } else if (step.do === 'delete' && gone.size < 2 && !gone.has(ids[step.lead]!)) {
          gone.add(ids[step.lead]!);
          await deleteLead(client, ids[step.lead]!);
          await deleteLead(twin.client, twin.ids[step.lead]!);
        }
        await holdTogether(client);
      }
      for (const id of open.reverse()) await undoMerge(world.deps, who, id);
      const { rows } = await world.database.owner.query('select 1 from merged_person where client_id = $1', [client]);
      assert.equal(rows.length, 0);
      assert.deepEqual(await comparable(client, ids), await comparable(twin.client, twin.ids));
    }),
    { numRuns: 12 },
  );
});

/** What holds at every moment: a person has one leading, living lead; the others point to it, and it to none of them. */
async function holdTogether(client: string): Promise<void> {
  const { rows } = await world.database.owner.query(
    `select l.id, l.identity_id, l.duplicate_of, m.survivor, s.identity_id as survivor_person, d.identity_id as repeated_person
     from lead l left join merged_person m on m.client_id = l.client_id and m.id = l.identity_id
     left join lead s on s.client_id = l.client_id and s.id = m.survivor
     left join lead d on d.client_id = l.client_id and d.id = l.duplicate_of
     where l.client_id = $1`,
    [client],
  );
  for (const row of rows) {
    if (row.survivor === null) assert.equal(row.identity_id, row.id);
    else {
      assert.equal(row.survivor_person, row.identity_id);
      if (row.survivor === row.id) assert.notEqual(row.repeated_person, row.identity_id);
      else assert.equal(row.duplicate_of, row.survivor);
    }
  }
}
