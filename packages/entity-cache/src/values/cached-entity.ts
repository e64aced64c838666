import { fromPlainValue, toPlainValue, type Place } from './value-codec.ts';

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

/** One JSON text, so that reading a value is one `JSON.parse`. */
type Stored = [freshUntil: number, loadMs: number, plain: unknown, places?: readonly Place[]];

/** @throws CacheError CACHE_VALUE_UNFIT */
export function encodeCached(cached: Omit<CachedEntity<unknown>, 'text'>): string {
  const { plain, places } = toPlainValue(cached.entity);
  const stored: Stored = [Math.round(cached.freshUntil), Math.ceil(cached.loadMs), plain];
  if (places.length > 0) stored.push(places);
  return JSON.stringify(stored);
}

/** Undefined for what is not of `encodeCached`: it counts as a miss, and is overwritten. */
export function decodeCached<Entity>(text: string): CachedEntity<Entity> | undefined {
  try {
    const [freshUntil, loadMs, plain, places] = JSON.parse(text) as Stored;
    if (typeof freshUntil !== 'number' || typeof loadMs !== 'number' || plain === undefined) return undefined;
    const entity = (places === undefined ? plain : fromPlainValue(plain, places)) as Entity | null;
    return { entity, freshUntil, loadMs, text };
  } catch {
    return undefined;
  }
}
