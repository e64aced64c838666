import { createHash } from 'node:crypto';

/** Ids come from clients: longer ones than any of ours are not kept as they are. */
const longestId = 200;

/** `entity:version:id`, as in `product:2:65f0c0ffee`; a long id is hashed, and stands after `#`. */
export function cacheKey(options: { name: string; version: number; id: string | number }): string {
  const { name, version } = options;
  const id = String(options.id);
  if (id.length <= longestId) return `${name}:${version}:${id}`;
  return `${name}:${version}#${createHash('sha256').update(id).digest('base64url')}`;
}

/** The keys of an entity in this version and in those beside it: a rolling deployment runs two. */
export function keysToInvalidate(options: { name: string; version: number; id: string | number }): string[] {
  const { version, ...rest } = options;
  return [version - 1, version, version + 1].map((each) => cacheKey({ ...rest, version: each }));
}
