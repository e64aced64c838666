import { types } from 'node:util';
import { decodeCached, type CachedEntity } from './cached-entity.ts';

/** A value that was decoded, and how long its text is. */
export interface Decoded {
  readonly cached: CachedEntity<unknown>;
  /** In UTF-8. */
  readonly bytes: number;
}

/**
 * Decodes the values of tiers, and the same text of the same key only once: what is read often is parsed seldom. It answers no
 * question by itself: every read asks its tier, and what it gets is compared with what was decoded.
 */
export interface DecodedValues {
  /**
   * Undefined for what cannot be read, as of `decodeCached`. The entity is the caller's own, to add to it as a library may that
   * resolves references; what is inside it is given to others too, and frozen.
   */
  decode(key: string, text: string): Decoded | undefined;
}

/** @param options.maxChars how much text is remembered, in UTF-16 code units; at most as much again while it is renewed */
export function createDecodedValues({ maxChars }: { maxChars: number }): DecodedValues {
  // Two generations: what is asked for in the older one moves to the newer, and the older one goes as a whole.
  let newer = new Map<string, Decoded>();
  let older = new Map<string, Decoded>();
  let chars = 0;

  function remember(key: string, decoded: Decoded): void {
    if (chars >= maxChars) {
      older = newer;
      newer = new Map();
      chars = 0;
    }
    newer.set(key, decoded);
    chars += decoded.cached.text.length;
  }

  return {
    decode(key, text) {
      const known = newer.get(key);
      if (known?.cached.text === text) return ownOf(known);
      const aged = older.get(key);
      if (aged?.cached.text === text) {
        remember(key, aged);
        return ownOf(aged);
      }
      const cached = decodeCached(text);
      if (cached === undefined) return undefined;
      freezeInside(cached.entity);
      const decoded = { cached, bytes: Buffer.byteLength(text) };
      remember(key, decoded);
      return ownOf(decoded);
    },
  };
}

function ownOf({ cached, bytes }: Decoded): Decoded {
  return { cached: { ...cached, entity: copyOf(cached.entity) }, bytes };
}

function copyOf(entity: unknown): unknown {
  if (Array.isArray(entity)) return [...(entity as unknown[])];
  return typeof entity === 'object' && entity !== null && !types.isDate(entity) ? { ...entity } : entity;
}

/** Whoever changed what others are given too fails there, and not they. */
function freezeInside(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const member of Object.values(value)) {
    freezeInside(member);
    Object.freeze(member);
  }
}
