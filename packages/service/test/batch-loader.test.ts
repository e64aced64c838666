import { describe, expect, test } from '@jest/globals';
import { createBatchLoader } from '../src/index.ts';

interface Row {
  sku: string;
}

function recordingLoader(rows: Row[], maxBatchSize?: number) {
  const batches: (readonly string[])[] = [];
  const loader = createBatchLoader<string, Row>({
    load(keys) {
      batches.push(keys);
      return Promise.resolve(rows.filter((row) => keys.includes(row.sku)));
    },
    keyOf: (row) => row.sku,
    ...(maxBatchSize === undefined ? {} : { maxBatchSize }),
  });
  return { loader, batches };
}

describe('a batch loader', () => {
  test('asks the store once for what is wanted at the same time, each key once', async () => {
    const { loader, batches } = recordingLoader([{ sku: 'a' }, { sku: 'b' }]);
    await Promise.all([loader.load('b'), loader.load('a'), loader.load('b')]);
    expect(batches).toEqual([['b', 'a']]);
  });

  test('gives results in key order whatever the order of the store, and null for a miss', async () => {
    const { loader } = recordingLoader([{ sku: 'a' }, { sku: 'b' }]);
    expect(await loader.loadMany(['b', 'none', 'a'])).toEqual([{ sku: 'b' }, null, { sku: 'a' }]);
  });

  test('splits a batch that is larger than a store call may be', async () => {
    const { loader, batches } = recordingLoader([], 2);
    await loader.loadMany(['a', 'b', 'c']);
    expect(batches).toEqual([['a', 'b'], ['c']]);
  });

  test('gives the failure of a store call to every key of its batch', async () => {
    const loader = createBatchLoader<string, Row>({
      load: () => Promise.reject(new Error('down')),
      keyOf: (row) => row.sku,
    });
    expect(await loader.loadMany(['a', 'b'])).toEqual([new Error('down'), new Error('down')]);
  });
});
