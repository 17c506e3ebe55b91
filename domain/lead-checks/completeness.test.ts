import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LeadCreate } from '#contract/lead.ts';
import { completeness } from './completeness.ts';
import { prepareLead } from './prepare.ts';
import { leadWith, SOUND_LEAD } from './sound-lead.ts';

test('a full lead is complete; an e-mail alone is worth three of twenty-one', () => {
  assert.deepEqual(completeness(leadWith(), []), { share: 1, missing: [] });
  const bare = prepareLead({ client_id: SOUND_LEAD.client_id, source: 'x', email: 'a@b.com' }, {});
  assert.equal(completeness(bare, []).share, 3 / 21);
});

test('a required field weighs three; missing ones come heaviest first', () => {
  const { share, missing } = completeness(leadWith({ company: undefined, message: undefined }), ['message', 'email']);
  assert.equal(share, 19 / 24);
  assert.deepEqual(missing, [
    { field: 'message', weight: 3 },
    { field: 'company', weight: 2 },
  ]);
});

test('a further field never lowers the share, and requiring a field twice changes nothing', () => {
  const optional = [
    'name',
    'phone',
    'company',
    'address',
    'device',
    'form',
    'consent',
    'source_details',
    'created_at',
  ] as const;
  fc.assert(
    fc.property(
      fc.subarray([...optional]),
      fc.constantFrom(...optional),
      fc.subarray(['company', 'message']),
      (kept, extra, required) => {
        const pick = (keys: readonly (keyof LeadCreate)[]) =>
          prepareLead(
            {
              ...Object.fromEntries(keys.map((key) => [key, SOUND_LEAD[key]])),
              client_id: SOUND_LEAD.client_id,
              source: 'x',
            },
            {},
          );
        const without = completeness(pick(kept), required);
        const withExtra = completeness(pick([...kept, extra]), [...required, ...required]);
        assert.ok(withExtra.share >= without.share);
        assert.ok(without.share >= 0 && withExtra.share <= 1);
      },
    ),
  );
});
