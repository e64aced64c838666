import type { CacheTier } from './cache-tier.ts';

/** A tier in the process's own memory. */
export interface MemoryTier extends CacheTier {
  /** How many slots are not empty, those that have expired and not been met since included, and their size. */
  size(): { entries: number; bytes: number };
}

interface Held {
  readonly token: string;
  readonly value: string | null;
  readonly bytes: number;
  readonly expiresAt: number;
}

/** What an entry takes beside its text: the map's own cell, the object, the strings' headers. */
const overheadBytes = 160;

/**
 * A map that forgets what was not used for the longest time when there is no more room.
 *
 * @param options.maxBytes of keys, tokens and values in UTF-8, and 160 an entry; a value that does not fit alone is not stored.
 *   Text outside Latin-1 can take twice as much.
 * @param options.now milliseconds
 */
export function createMemoryTier(options: {
  name: string;
  maxBytes: number;
  maxEntries: number;
  now: () => number;
}): MemoryTier {
  const { name, maxBytes, maxEntries, now } = options;
  // A Map keeps the order of insertion: the first is the one that was used least lately.
  const slots = new Map<string, Held>();
  let bytes = 0;

  const drop = (key: string): void => {
    bytes -= slots.get(key)?.bytes ?? 0;
    slots.delete(key);
  };
  const peek = (key: string): Held | undefined => {
    const held = slots.get(key);
    if (held === undefined || held.expiresAt > now()) return held;
    drop(key);
    return undefined;
  };
  const use = (key: string): Held | undefined => {
    const held = peek(key);
    if (held !== undefined) {
      slots.delete(key);
      slots.set(key, held);
    }
    return held;
  };
  const hold = (key: string, { token, value, ttlMs }: { token: string; value: string | null; ttlMs: number }): Held => {
    drop(key);
    const size = overheadBytes + Buffer.byteLength(key) + token.length + Buffer.byteLength(value ?? '');
    const held = { token, value, bytes: size, expiresAt: now() + ttlMs };
    slots.set(key, held);
    bytes += size;
    for (const oldest of slots.keys()) {
      if (bytes <= maxBytes && slots.size <= maxEntries) break;
      drop(oldest);
    }
    return held;
  };

  return {
    name,
    isShared: false,
    read: (keys) => Promise.resolve(keys.map((key) => use(key)?.value ?? null)),
    claim: (keys, { token, ttlMs }) =>
      Promise.resolve(
        keys.map((key) => {
          const held = use(key) ?? hold(key, { token, value: null, ttlMs });
          return { token: held.token, value: held.value };
        }),
      ),
    put: (entries) =>
      Promise.resolve(
        entries.map(({ key, ...entry }) => {
          if (peek(key)?.token !== entry.token) return false;
          hold(key, entry);
          return slots.has(key);
        }),
      ),
    release(claims) {
      for (const { key, token } of claims) {
        const held = peek(key);
        if (held?.token === token && held.value === null) drop(key);
      }
      return Promise.resolve();
    },
    remove(keys) {
      for (const key of keys) drop(key);
      return Promise.resolve();
    },
    clear() {
      slots.clear();
      bytes = 0;
      return Promise.resolve();
    },
    size: () => ({ entries: slots.size, bytes }),
    close: () => Promise.resolve(),
  };
}
