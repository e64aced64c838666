import DataLoader from 'dataloader';

/**
 * A DataLoader for one request, in front of one question of a store. The store answers a batch of distinct keys in any order
 * and leaves out what it has not; the loader gives results in key order, with null for a miss.
 */
export function createBatchLoader<Key extends string | number, Value>(options: {
  /** One store call for the whole batch. */
  load: (keys: readonly Key[]) => Promise<readonly Value[]>;
  keyOf: (value: Value) => Key;
  /** How many keys a store call takes at most. */
  maxBatchSize?: number;
}): DataLoader<Key, Value | null> {
  const { load, keyOf, maxBatchSize = 1_000 } = options;
  return new DataLoader<Key, Value | null>(
    async (keys) => {
      const found = new Map((await load(keys)).map((value) => [keyOf(value), value]));
      return keys.map((key) => found.get(key) ?? null);
    },
    { maxBatchSize },
  );
}
