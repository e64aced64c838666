import { badUserInput } from './errors.ts';
import { shortened } from './scalars.ts';

/** A page of a Relay connection (https://relay.dev/graphql/connections.htm), forwards only. */
export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** What a store is asked for: at most `limit` rows after the sort key `after` (null for the beginning). */
export interface PageRequest<Key> {
  readonly limit: number;
  readonly after: Key | null;
}

/**
 * Reads the arguments of a connection field. The cursor is the sort key of the last row seen, so a page neither skips nor
 * repeats a row when others are added before it.
 *
 * @throws BAD_USER_INPUT for a `first` out of range or a cursor that this field did not give out.
 */
export function pageRequest<Key>(
  args: { first?: number | null; after?: string | null },
  options: { defaultFirst: number; maxFirst?: number; isKey: (value: unknown) => value is Key },
): PageRequest<Key> {
  const { defaultFirst, maxFirst = 100, isKey } = options;
  const first = args.first ?? defaultFirst;
  if (first < 1 || first > maxFirst) throw badUserInput(`first must be from 1 to ${maxFirst}; got ${first}.`);
  return {
    limit: first,
    after: args.after === null || args.after === undefined ? null : decodeCursor(args.after, isKey),
  };
}

/** Builds the page from `limit + 1` rows asked of the store: the last of them only tells that there is more. */
export function toConnection<Node>(
  rows: readonly Node[],
  options: { limit: number; keyOf: (node: Node) => unknown },
): Connection<Node> {
  const edges = rows.slice(0, options.limit).map((node) => ({ cursor: encodeCursor(options.keyOf(node)), node }));
  return {
    edges,
    pageInfo: { hasNextPage: rows.length > options.limit, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws BAD_USER_INPUT when the cursor does not hold such a key. */
export function decodeCursor<Key>(cursor: string, isKey: (value: unknown) => value is Key): Key {
  const key = parsed(cursor);
  if (isKey(key)) return key;
  throw badUserInput(`after must be a cursor that this field gave out; got ${shortened(cursor)}.`);
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
