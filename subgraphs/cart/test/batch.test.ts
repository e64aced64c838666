import { describe, expect, test } from '@jest/globals';
import { batchDelete, batchGet, batchPut, type BatchTarget } from '../src/store/dynamo/batch.ts';
import { concurrently } from '../src/store/dynamo/concurrently.ts';

type Item = Record<string, unknown>;
type Answer = (requested: Item[]) => { done: Item[]; undone: Item[] };

/** A DynamoDB that does of each batch what the test says, and records how much it was sent and how long it was let rest. */
function createStub(answers: Answer): { target: BatchTarget; sent: number[]; pauses: number[]; inputs: unknown[] } {
  const sent: number[] = [];
  const pauses: number[] = [];
  const inputs: unknown[] = [];
  const send = ({ input }: { input: { RequestItems: Record<string, { Keys: Item[] } | Item[]> } }) => {
    inputs.push(input);
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
  const pause = (ms: number) => Promise.resolve(pauses.push(ms));
  // The stub answers the two commands that batches send, and none of the SDK's other overloads.
  const documents = { send } as unknown as BatchTarget['documents'];
  return { target: { documents, table: 'things', pause }, sent, pauses, inputs };
}

const all: Answer = (requested) => ({ done: requested, undone: [] });
const none: Answer = (requested) => ({ done: [], undone: requested });
const keys = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

describe('a batch', () => {
  test.each([
    [0, []],
    [1, [1]],
    [100, [100]],
    [101, [100, 1]],
    [1001, [...Array.from({ length: 10 }, () => 100), 1]],
  ])('of %i keys is read a hundred at a time', async (count, expected) => {
    const { target, sent } = createStub(all);
    expect(await batchGet(target, keys(count))).toEqual(keys(count));
    expect(sent).toEqual(expected);
  });

  test('of sixty items is written, or deleted, twenty-five at a time', async () => {
    const { target, sent, inputs } = createStub(all);
    await batchPut(target, keys(60));
    await batchDelete(target, keys(60));
    expect(sent).toEqual([25, 25, 10, 25, 25, 10]);
    expect(inputs[2]).toEqual({
      RequestItems: {
        things: keys(60)
          .slice(50)
          .map((Item) => ({ PutRequest: { Item } })),
      },
    });
    expect(inputs[5]).toEqual({
      RequestItems: {
        things: keys(60)
          .slice(50)
          .map((Key) => ({ DeleteRequest: { Key } })),
      },
    });
  });

  test('that comes back in part is asked for again, after longer and longer', async () => {
    const twoAtATime: Answer = (requested) => ({ done: requested.slice(0, 2), undone: requested.slice(2) });
    const reading = createStub(twoAtATime);
    expect(await batchGet(reading.target, keys(7))).toEqual(keys(7));
    const writing = createStub(twoAtATime);
    await batchPut(writing.target, keys(7));
    for (const { sent, pauses } of [reading, writing]) {
      expect(sent).toEqual([7, 5, 3, 1]);
      expect(pauses).toEqual([50, 100, 200]);
    }
  });

  test('that always comes back is given up as unavailable', async () => {
    const { target, pauses } = createStub(none);
    await expect(batchGet(target, keys(3))).rejects.toMatchObject({ extensions: { code: 'STORE_UNAVAILABLE' } });
    await expect(batchPut(target, keys(3))).rejects.toMatchObject({ extensions: { code: 'STORE_UNAVAILABLE' } });
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1600, 50, 100, 200, 400, 800, 1600]);
  });
});

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
