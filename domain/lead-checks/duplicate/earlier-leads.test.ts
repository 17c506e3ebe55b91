import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { earlierLeads, type FileLead } from './earlier-leads.ts';

/** The definition, word by word: of all earlier leads with the same key and another external id, the latest. */
function byDefinition(leads: readonly FileLead[], place: number, key: 'email' | 'phone'): number | undefined {
  const lead = leads[place]!;
  const before = leads
    .map((other, at) => ({ other, at }))
    .filter(({ other }) => other[key] !== undefined && other[key] === lead[key])
    .filter(({ other }) => other.externalId === undefined || other.externalId !== lead.externalId)
    .filter(({ other, at }) => other.createdAt < lead.createdAt || (other.createdAt === lead.createdAt && at < place))
    .sort((a, b) => a.other.createdAt - b.other.createdAt || a.at - b.at);
  return before.at(-1)?.at;
}

const leads = fc.array(
  fc.record({
    email: fc.option(fc.constantFrom('a@x.org', 'b@x.org', 'c@x.org', ''), { nil: undefined }),
    phone: fc.option(fc.constantFrom('+491', '+492'), { nil: undefined }),
    externalId: fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }),
    createdAt: fc.integer({ min: 0, max: 6 }),
  }),
  { maxLength: 40 },
);

test('the nearest earlier lead is the one of the definition', () => {
  fc.assert(
    fc.property(leads, (drawn) => {
      const index = earlierLeads();
      for (const lead of drawn) index.add(lead);
      const earlier = index.finish();
      for (const place of drawn.keys()) {
        assert.deepEqual(earlier(place), {
          email: byDefinition(drawn, place, 'email'),
          phone: byDefinition(drawn, place, 'phone'),
        });
      }
    }),
    { numRuns: 500 },
  );
});

test('200,000 different addresses are told apart, and each is found again', () => {
  const index = earlierLeads();
  const count = 200_000;
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < count; n++) {
      index.add({ email: `person.${n}@example.org`, phone: undefined, externalId: undefined, createdAt: round });
    }
  }
  const earlier = index.finish();
  for (let n = 0; n < count; n++) {
    assert.equal(earlier(n).email, undefined);
    assert.equal(earlier(count + n).email, n);
  }
});
