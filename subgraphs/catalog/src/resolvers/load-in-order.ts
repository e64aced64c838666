import type DataLoader from 'dataloader';

/** The values of the keys, in their order. @throws what loading any of them threw. */
export function loadInOrder<Value>(
  loader: DataLoader<string, Value>,
  keys: readonly string[],
): Promise<readonly Value[]> {
  return Promise.all(keys.map((key) => loader.load(key)));
}
