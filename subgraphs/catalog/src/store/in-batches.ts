import type { BulkResult } from './bulk-result.ts';

/** As many documents as one write carries: few enough for a server's limits, enough for its round trips not to count. */
export const batchSize = 1_000;

/** Writes the items batch by batch, in order, and sums up what was done. */
export async function inBatches<Item>(
  items: readonly Item[],
  write: (batch: readonly Item[]) => Promise<BulkResult>,
): Promise<BulkResult> {
  let added = 0;
  let changed = 0;
  for (let at = 0; at < items.length; at += batchSize) {
    const result = await write(items.slice(at, at + batchSize));
    added += result.added;
    changed += result.changed;
  }
  return { added, changed };
}
