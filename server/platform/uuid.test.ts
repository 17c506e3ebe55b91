import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidv7 } from './uuid.ts';

test('ids carry their millisecond, version 7 and variant, and rise in the order of the calls', () => {
  const now = Date.now() + 60_000;
  // 10,000 in one millisecond overrun the counter; then the clock steps back.
  const ids = [...Array.from({ length: 10_000 }, () => uuidv7(now)), uuidv7(now - 5000), uuidv7(now + 10)];
  assert.equal(Number.parseInt(ids[0]!.replace('-', '').slice(0, 12), 16), now);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
});
