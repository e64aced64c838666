/** A month in UTC as a number that sorts: 202603 for March 2026. */
export function monthOf(at: Date): number {
  return at.getUTCFullYear() * 100 + at.getUTCMonth() + 1;
}

/** A year in UTC. */
export function yearOf(at: Date): number {
  return at.getUTCFullYear();
}

/**
 * Reads a page across the time buckets of one owner, newest first. Each bucket is a partition of its own; only as many are
 * read as the page needs, one after the other, and none that the owner has no rows in.
 */
export async function readAcrossBuckets<Row>(options: {
  /** The buckets that hold rows, newest first. */
  buckets: readonly number[];
  limit: number;
  read: (bucket: number, limit: number) => Promise<readonly Row[]>;
}): Promise<Row[]> {
  const rows: Row[] = [];
  for (const bucket of options.buckets) {
    if (rows.length >= options.limit) break;
    rows.push(...(await options.read(bucket, options.limit - rows.length)));
  }
  return rows;
}
