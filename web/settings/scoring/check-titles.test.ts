/// <reference path="../../../domain/lead-checks/lists/role-based-email-addresses.d.ts" />
/// <reference path="../../../domain/lead-checks/prepare/humanparser.d.ts" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { CHECK_OPTIONS, checkTitle } from './check-titles.ts';

test('every check of the catalogue can be chosen, under its own title', () => {
  for (const { id, title } of LEAD_CHECKS) assert.equal(checkTitle(id), title);
  assert.equal(CHECK_OPTIONS.flatMap((group) => group.options).length, LEAD_CHECKS.length);
});
