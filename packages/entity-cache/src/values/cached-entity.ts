import { decodeValue, encodeValue } from './value-codec.ts';

/** What a tier's value says: an entity or that there is none, until when, and what it cost. */
export interface CachedEntity<Entity> {
  /** Null says that the store has no such row. */
  readonly entity: Entity | null;
  /** Milliseconds since 1970: it is in no tier after it. */
  readonly freshUntil: number;
  /** How long the store took, in milliseconds. */
  readonly loadMs: number;
  /** The same, as tiers keep it. */
  readonly text: string;
}

/**
 * `<freshUntil>,<loadMs>,<the entity's text, or nothing>`, both numbers in base 36.
 *
 * @throws CacheError CACHE_VALUE_UNFIT
 */
export function encodeCached(cached: Omit<CachedEntity<unknown>, 'text'>): string {
  const { entity, freshUntil, loadMs } = cached;
  const text = entity === null ? '' : encodeValue(entity);
  return `${Math.round(freshUntil).toString(36)},${Math.ceil(loadMs).toString(36)},${text}`;
}

/** Undefined for what is not of `encodeCached`: it counts as a miss, and is overwritten. */
export function decodeCached<Entity>(text: string): CachedEntity<Entity> | undefined {
  const first = text.indexOf(',');
  const second = text.indexOf(',', first + 1);
  if (first < 0 || second < 0) return undefined;
  const freshUntil = parseInt(text.slice(0, first), 36);
  const loadMs = parseInt(text.slice(first + 1, second), 36);
  if (Number.isNaN(freshUntil) || Number.isNaN(loadMs)) return undefined;
  try {
    const entity = second === text.length - 1 ? null : (decodeValue(text.slice(second + 1)) as Entity);
    return { entity, freshUntil, loadMs, text };
  } catch {
    return undefined;
  }
}
