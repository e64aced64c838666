/** How many statements one question keeps under way. */
const width = 64;

/**
 * Does the work for each item, some at a time; results in the order of the items. After a failure nothing more is begun, and
 * it rejects once what was under way has ended.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const remaining = items.entries();
  const failures: unknown[] = [];
  async function worker(): Promise<void> {
    for (const [index, item] of remaining) {
      if (failures.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
