import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  forbidding,
  type Identities,
  type IdentityEvent,
  type Merge,
  membersOf,
  onePerPerson,
  pairKey,
  replay,
} from './replay.ts';

const LEADS = [...'abcdefgh'];

/** What somebody tries to do; numbers pick among what is there then. */
type Step =
  | { do: 'merge'; leads: string[]; confirmed: boolean; field: string }
  | { do: 'undo'; pick: number }
  | { do: 'apart'; pair: [string, string] };

const someLeads = fc.shuffledSubarray(LEADS, { minLength: 2, maxLength: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('merge' as const),
      leads: someLeads,
      confirmed: fc.boolean(),
      field: fc.constantFrom('name', 'email'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), pick: fc.nat(50) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('apart' as const),
      pair: fc.shuffledSubarray(LEADS, { minLength: 2, maxLength: 2 }).map(([a, b]) => [a!, b!] as [string, string]),
    }),
  },
);

/** Carries steps out as the service does: a merge keeps one lead per person and joins at least two. */
function history(steps: readonly Step[]): IdentityEvent[] {
  const events: IdentityEvent[] = [];
  for (const [at, wanted] of steps.entries()) {
    if (wanted.do === 'apart') events.push({ kind: 'apart', id: `k${at}`, pair: wanted.pair });
    if (wanted.do === 'merge') {
      const members = onePerPerson(replay(events), wanted.leads);
      if (members.length < 2) continue;
      const survivor = members[0]!;
      const choices = { [wanted.field]: wanted.leads.at(-1)! };
      events.push({ kind: 'merge', id: `m${at}`, members, survivor, choices, confirmed: wanted.confirmed });
    }
    if (wanted.do === 'undo') {
      const open = openMerges(events);
      const merge = open[wanted.pick % Math.max(1, open.length)];
      if (merge) events.push({ kind: 'undo', of: merge.id });
    }
  }
  return events;
}

function openMerges(events: readonly IdentityEvent[]): Merge[] {
  const undone = new Set(events.flatMap((event) => (event.kind === 'undo' ? [event.of] : [])));
  return events.filter((event): event is Merge => event.kind === 'merge' && !undone.has(event.id));
}

const persons = (state: Identities) => Object.fromEntries(LEADS.map((lead) => [lead, state.personOf.get(lead)]));
const steps = fc.array(step, { maxLength: 25 });

test('a merge undone at once leaves everybody who they were, and only its members apart', () => {
  fc.assert(
    fc.property(steps, someLeads, (drawn, leads) => {
      const before = history(drawn);
      const members = onePerPerson(replay(before), leads);
      fc.pre(members.length > 1);
      const merge: Merge = {
        kind: 'merge',
        id: 'new',
        members,
        survivor: members[0]!,
        choices: { phone: members[1]! },
        confirmed: true,
      };
      const merged = replay([...before, merge]);
      assert.equal(new Set(members.map((lead) => merged.personOf.get(lead)?.id)).size, 1);
      const undone = replay([...before, merge, { kind: 'undo', of: 'new' }]);
      assert.deepEqual(persons(undone), persons(replay(before)));
      const added = [...undone.apart].filter((pair) => !replay(before).apart.has(pair));
      for (const pair of added) assert.ok(pair.split(' ').every((lead) => members.includes(lead)));
    }),
    { numRuns: 500 },
  );
});

test('a merge undone late leaves everybody as if it had never been made', () => {
  fc.assert(
    fc.property(steps, (drawn) => {
      const events = history(drawn);
      for (const merge of openMerges(events)) {
        const undone = replay([...events, { kind: 'undo', of: merge.id }]);
        const never = replay(events.filter((event) => event !== merge));
        assert.deepEqual(persons(undone), persons(never));
        assert.deepEqual(undone.together, never.together);
      }
    }),
    { numRuns: 300 },
  );
});

test('persons are the connected components of the merges that stand', () => {
  fc.assert(
    fc.property(steps, (drawn) => {
      const events = history(drawn);
      const state = replay(events);
      const edges = openMerges(events).flatMap(({ members }) => members.map((lead) => [members[0]!, lead] as const));
      for (const lead of LEADS) {
        const reached = new Set([lead]);
        for (let grown = 0; grown < reached.size; ) {
          grown = reached.size;
          for (const [a, b] of edges) if (reached.has(a) || reached.has(b)) reached.add(a).add(b);
        }
        assert.deepEqual(membersOf(state, lead), [...reached].sort());
        const person = state.personOf.get(lead);
        if (person) assert.ok(reached.has(person.id) && reached.has(person.survivor));
      }
    }),
    { numRuns: 300 },
  );
});

test('what was undone or kept apart is remembered, and forbids joining the persons it concerns', () => {
  fc.assert(
    fc.property(steps, (drawn) => {
      const events = history(drawn);
      const state = replay(events);
      const undone = new Set(events.flatMap((event) => (event.kind === 'undo' ? [event.of] : [])));
      for (const event of events) {
        if (event.kind !== 'merge' || !undone.has(event.id)) continue;
        const [a, b] = event.members as [string, string];
        assert.ok(state.apart.has(pairKey(a, b)));
        const same = membersOf(state, a).includes(b);
        assert.equal(forbidding(state, [a, b]).includes(pairKey(a, b)), !same);
      }
    }),
    { numRuns: 300 },
  );
});

test('a later merge that joined through an undone one keeps only what it named', () => {
  const merge = (id: string, members: string[]): Merge => ({
    kind: 'merge',
    id,
    members,
    survivor: members[0]!,
    choices: {},
    confirmed: true,
  });
  const state = replay([merge('1', ['a', 'b']), merge('2', ['b', 'c']), { kind: 'undo', of: '1' }]);
  assert.deepEqual(membersOf(state, 'a'), ['a']);
  assert.deepEqual(membersOf(state, 'c'), ['b', 'c']);
  assert.deepEqual([...state.apart], ['a b']);
});

test('the survivor’s person goes on with its id and its leading lead, and its choices come before the others’', () => {
  const state = replay([
    { kind: 'merge', id: '1', members: ['a', 'b'], survivor: 'a', choices: { email: 'b', name: 'b' }, confirmed: true },
    { kind: 'merge', id: '2', members: ['c', 'd'], survivor: 'd', choices: { email: 'c' }, confirmed: false },
    { kind: 'merge', id: '3', members: ['d', 'b'], survivor: 'b', choices: { phone: 'd' }, confirmed: true },
  ]);
  assert.deepEqual(state.personOf.get('c'), {
    id: 'a',
    members: ['a', 'b', 'c', 'd'],
    survivor: 'a',
    choices: { email: 'b', name: 'b', phone: 'd' },
    merges: ['1', '2', '3'],
  });
});
