import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actorWords, eventWords } from './history-words.ts';

const event = (kind: 'captured' | 'status' | 'audited' | 'updated', detail: Record<string, unknown>) => ({
  at: '2026-11-20T10:00:00Z',
  actor: 'person:1',
  actor_name: 'Inês Carvalho',
  kind,
  detail,
});

test('events read as sentences, with what is known and nothing more', () => {
  assert.deepEqual(eventWords(event('status', { from: 'new', to: 'contacted', reason: 'Called back' })), {
    title: 'Stage: New to Contacted',
    note: 'Called back',
  });
  assert.deepEqual(eventWords(event('audited', { status: 'fraudulent' })), { title: 'Checked', note: 'Fraudulent' });
  assert.deepEqual(eventWords(event('captured', { source: 'Meta', import_id: 'x' })), {
    title: 'Imported',
    note: 'from Meta',
  });
  assert.deepEqual(eventWords(event('updated', {})), { title: 'Changed', note: '' });
});

test('actors have names, the system has that of the product', () => {
  assert.equal(actorWords(event('updated', {})), 'Inês Carvalho');
  assert.equal(actorWords({ ...event('updated', {}), actor: 'system:audit' }), 'Assay');
  assert.equal(actorWords({ ...event('updated', {}), actor: 'key:9', actor_name: 'CRM' }), 'API key CRM');
});
