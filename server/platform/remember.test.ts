import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rememberWhile } from './remember.ts';

/** A store that counts how often it is asked. */
function countedStore() {
  const store = { version: 0 as number | undefined, rows: 0, asked: 0 };
  const count = async () => {
    store.asked++;
    return store.rows;
  };
  return { store, count };
}

test('an answer is given again until the store was given something', async () => {
  const { store, count } = countedStore();
  const remember = rememberWhile(() => store.version);
  assert.deepEqual([await remember('all', count), await remember('all', count), store.asked], [0, 0, 1]);
  store.rows = 3;
  store.version = 1;
  assert.deepEqual([await remember('all', count), store.asked], [3, 2]);
  assert.deepEqual([await remember('other', count), store.asked], [3, 3]);
});

test('nothing is kept of a store that changes meanwhile', async () => {
  const { store, count } = countedStore();
  const remember = rememberWhile(() => store.version);
  const changing = async () => {
    const before = await count();
    store.version = undefined;
    store.rows = 1;
    store.version = 1;
    return before;
  };
  assert.equal(await remember('all', changing), 0);
  assert.equal(await remember('all', count), 1);
  store.version = undefined;
  assert.deepEqual([await remember('all', count), await remember('all', count), store.asked], [1, 1, 4]);
});

test('an answer that began before a change is not given after it, even when it ends last', async () => {
  const { store, count } = countedStore();
  const remember = rememberWhile(() => store.version);
  const gate = Promise.withResolvers<void>();
  const slow = remember('all', async () => {
    const before = await count();
    await gate.promise;
    return before;
  });
  store.rows = 5;
  store.version = 1;
  assert.equal(await remember('all', count), 5);
  gate.resolve();
  assert.equal(await slow, 0);
  assert.equal(await remember('all', count), 5);
});

test('what is not worth keeping is asked again', async () => {
  const { store, count } = countedStore();
  const remember = rememberWhile(() => store.version);
  await remember('all', count, (rows) => rows > 0);
  await remember('all', count, (rows) => rows > 0);
  assert.equal(store.asked, 2);
});

test('questions are told apart by every value in them, also by large numbers and dates', async () => {
  const { store, count } = countedStore();
  const remember = rememberWhile(() => store.version);
  const questions = [
    ['q', 1n],
    ['q', 2n],
    ['q', new Date(1)],
    ['q', new Date(2)],
    ['q', '1'],
    ['q', 1],
  ];
  for (const question of [...questions, ...questions]) await remember(question, count);
  assert.equal(store.asked, questions.length);
});
