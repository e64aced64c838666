import { describe, expect, test } from '@jest/globals';
import { createBackoff } from '../src/store/dynamo/backoff.ts';
import { batchGet, batchPut, batchPutMissing, type BatchTarget } from '../src/store/dynamo/batch.ts';
import { concurrently } from '../src/store/dynamo/concurrently.ts';

type Item = Record<string, unknown>;
type Answer = (requested: Item[]) => { done: Item[]; undone: Item[] };

/**
 * A DynamoDB that does of each batch what the test says, over a clock that only waits move. It records each request, how
 * much each was sent, and how long it was let rest.
 *
 * @param random what of its bound each wait takes
 */
function createRecorder(answers: Answer, random = 1) {
  const sent: number[] = [];
  const pauses: number[] = [];
  const requests: unknown[] = [];
  const send = ({ input }: { input: { RequestItems: Record<string, { Keys: Item[] } | Item[]> } }) => {
    requests.push(input.RequestItems);
    const request = input.RequestItems['things'] ?? [];
    const isGet = !Array.isArray(request);
    const requested = isGet ? request.Keys : request;
    sent.push(requested.length);
    const { done, undone } = answers(requested);
    return Promise.resolve(
      isGet
        ? { Responses: { things: done }, UnprocessedKeys: undone.length > 0 ? { things: { Keys: undone } } : {} }
        : { UnprocessedItems: undone.length > 0 ? { things: undone } : {} },
    );
  };
  let time = 0;
  const backoff = createBackoff({
    pause: (ms) => Promise.resolve(void (pauses.push(ms), (time += ms))),
    random: () => random,
    clock: () => time,
  });
  // It answers the two commands that batches send, and none of the SDK's other overloads.
  const documents = { send } as unknown as BatchTarget['documents'];
  return { target: { documents, table: 'things', backoff }, sent, pauses, requests };
}

const all: Answer = (requested) => ({ done: requested, undone: [] });
const none: Answer = (requested) => ({ done: [], undone: requested });
const twoAtATime: Answer = (requested) => ({ done: requested.slice(0, 2), undone: requested.slice(2) });
const keys = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));
const puts = (items: Item[]) => ({ things: items.map((Item) => ({ PutRequest: { Item } })) });
const gets = (items: Item[]) => ({ things: { Keys: items, ConsistentRead: true } });
const patienceMs = 3_000;

describe('a batch', () => {
  test.each([
    [0, []],
    [1, [1]],
    [100, [100]],
    [101, [100, 1]],
    [1001, [...Array.from({ length: 10 }, () => 100), 1]],
  ])('of %i keys is read a hundred at a time', async (count, expected) => {
    const { target, sent, requests } = createRecorder(all);
    expect(await batchGet(target, { keys: keys(count), patienceMs })).toEqual(keys(count));
    expect(sent).toEqual(expected);
    expect(requests[0]).toEqual(count === 0 ? undefined : gets(keys(count).slice(0, 100)));
    expect(requests.at(-1)).toEqual(count === 0 ? undefined : gets(keys(count).slice(-(expected.at(-1) ?? 0))));
  });

  test.each([
    [60, [25, 25, 10]],
    [101, [25, 25, 25, 25, 1]],
    [1001, [...Array.from({ length: 40 }, () => 25), 1]],
  ])('of %i items is written twenty-five at a time', async (count, expected) => {
    const { target, sent, requests } = createRecorder(all);
    await batchPut(target, { items: keys(count), patienceMs });
    expect(sent).toEqual(expected);
    expect(requests.at(-1)).toEqual(puts(keys(count).slice(-(expected.at(-1) ?? 0))));
  });

  test('that comes back in part is asked for that part, in the same way, after longer and longer', async () => {
    const reading = createRecorder(twoAtATime);
    expect(await batchGet(reading.target, { keys: keys(7), patienceMs, projection: 'id' })).toEqual(keys(7));
    expect(reading.requests).toEqual(
      [0, 2, 4, 6].map((from) => ({
        things: { Keys: keys(7).slice(from), ConsistentRead: true, ProjectionExpression: 'id' },
      })),
    );
    const writing = createRecorder(twoAtATime);
    await batchPut(writing.target, { items: keys(7), patienceMs });
    expect(writing.requests).toEqual([0, 2, 4, 6].map((from) => puts(keys(7).slice(from))));
    for (const { pauses } of [reading, writing]) expect(pauses).toEqual([50, 100, 200]);
  });

  test('waits for any part of what it may wait, so that those who were refused at once do not come back at once', async () => {
    for (const random of [0, 0.25, 0.999]) {
      const { target, pauses } = createRecorder(twoAtATime, random);
      await batchGet(target, { keys: keys(7), patienceMs });
      expect(pauses).toEqual([50 * random, 100 * random, 200 * random]);
    }
  });

  test('that always comes back is given up as unavailable, within its patience', async () => {
    for (const ask of [
      ({ target }: { target: BatchTarget }) => batchGet(target, { keys: keys(3), patienceMs: 3_000 }),
      ({ target }: { target: BatchTarget }) => batchPut(target, { items: keys(3), patienceMs: 3_000 }),
    ]) {
      const recorder = createRecorder(none);
      await expect(ask(recorder)).rejects.toMatchObject({
        extensions: { code: 'STORE_UNAVAILABLE' },
        originalError: { message: 'DynamoDB left 3 requests of a batch undone to the end.' },
      });
      // No wait is longer than a second, and none ends after the third.
      expect(recorder.pauses).toEqual([50, 100, 200, 400, 800, 1000]);
      expect(recorder.sent).toEqual([3, 3, 3, 3, 3, 3, 3]);
    }
  });

  test('has one patience for all its requests, however many rounds they take', async () => {
    // The fifth hundred waits for a place while the first four wait once each; the fourth wait of its own would end at 950.
    const { target, pauses } = createRecorder((requested) =>
      requested.some(({ id }) => Number(id) >= 400) ? none(requested) : half(requested),
    );
    await expect(batchGet(target, { keys: keys(500), patienceMs: 800 })).rejects.toMatchObject({
      extensions: { code: 'STORE_UNAVAILABLE' },
    });
    expect(pauses).toEqual([50, 50, 50, 50, 50, 100, 200]);
  });

  test('of what is missing looks for all, then writes the first of each key that it did not find', async () => {
    const { target, requests } = createRecorder((requested) => ({ done: requested.slice(0, 1), undone: [] }));
    const item = (b: string, c: string) => ({ a: '1', b, c });
    const items = [item('x', 'there'), item('y', 'first'), item('y', 'second'), item('z', 'only')];
    expect(await batchPutMissing(target, { items, key: ['a', 'b'], patienceMs })).toBe(2);
    expect(requests).toEqual([
      {
        things: {
          Keys: ['x', 'y', 'z'].map((b) => ({ a: '1', b })),
          ConsistentRead: true,
          ProjectionExpression: 'a, b',
        },
      },
      puts([item('y', 'first'), item('z', 'only')]),
    ]);
  });
});

/** Of a whole batch, half; of what is left of one, all. */
function half(requested: Item[]): ReturnType<Answer> {
  return requested.length < 100 ? all(requested) : { done: requested.slice(0, 50), undone: requested.slice(50) };
}

describe('concurrent work', () => {
  test('keeps the order of its items and never exceeds its width', async () => {
    let underWay = 0;
    let most = 0;
    const results = await concurrently([5, 1, 4, 2, 3], 2, async (item) => {
      most = Math.max(most, ++underWay);
      for (let turn = 0; turn < item; turn++) await Promise.resolve();
      underWay--;
      return item * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  test('begins nothing more after a failure', async () => {
    const begun: number[] = [];
    const work = concurrently([1, 2, 3, 4, 5], 2, (item) => {
      begun.push(item);
      return item === 1 ? Promise.reject(new Error('the first failed')) : Promise.resolve();
    });
    await expect(work).rejects.toThrow('the first failed');
    expect(begun.length).toBeLessThan(5);
  });
});
