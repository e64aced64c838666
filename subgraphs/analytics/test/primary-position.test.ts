import { expect, test } from '@jest/globals';
import { createPrimaryPositions } from '../src/store/primary-position.ts';

/** A primary whose log grows by one with each question, and a clock that the test moves. */
function aPrimary() {
  const state = { asked: 0, now: 0 };
  const ask = () => Promise.resolve(`0/${(state.asked += 1)}`);
  return { state, positions: createPrimaryPositions({ ask, maxAgeMs: 1_000, now: () => state.now }) };
}

test('The position of the primary is asked for when it is needed, and kept for as long as it may', async () => {
  const { state, positions } = aPrimary();
  expect(state.asked).toBe(0);
  expect(await positions.current()).toEqual({ latest: '0/1', afterOwnWrites: '0/0' });
  state.now = 999;
  expect(await positions.current()).toEqual({ latest: '0/1', afterOwnWrites: '0/0' });
  state.now = 1_000;
  expect(await positions.current()).toEqual({ latest: '0/2', afterOwnWrites: '0/0' });
  expect(state.asked).toBe(2);
});

test('After a write no earlier position will do, and the first one after it stays that of the write', async () => {
  const { state, positions } = aPrimary();
  await positions.current();
  positions.wrote();
  expect(await positions.current()).toEqual({ latest: '0/2', afterOwnWrites: '0/2' });
  state.now = 5_000;
  expect(await positions.current()).toEqual({ latest: '0/3', afterOwnWrites: '0/2' });
});

test('A position that was asked for before a write ended is not taken for one after it', async () => {
  const answer = Promise.withResolvers<string>();
  const answers = [answer.promise, Promise.resolve('0/9')];
  const positions = createPrimaryPositions({
    ask: () => answers.shift() ?? Promise.reject(new Error('asked once too often')),
    maxAgeMs: 1_000,
    now: () => 0,
  });
  const before = positions.current();
  positions.wrote();
  answer.resolve('0/1');
  expect(await before).toEqual({ latest: '0/1', afterOwnWrites: '0/0' });
  expect(await positions.current()).toEqual({ latest: '0/9', afterOwnWrites: '0/9' });
});
