import { createHash } from 'node:crypto';
import type { KeptAnswer } from './operation-policy.ts';
import { typesThatChanged } from './what-changes.ts';

/** How a process hears that entities have changed; false `isHearing` while it may miss some. */
export interface Changes {
  readonly isHearing: boolean;
  onInvalidation(listener: (invalidation: { readonly cache: string }) => void): void;
  onDeaf(listener: () => void): void;
}

/** An answer as it goes over the wire. */
export interface KeptResponse {
  readonly body: Buffer;
  readonly contentType: string;
  /** A strong validator (RFC 9110, 8.8.3). */
  readonly etag: string;
  /** Seconds for which it may still be kept, 1 or more. */
  readonly maxAge: number;
}

/** Whole answers that anybody may have. */
export interface ResponseCache {
  find(key: string): KeptResponse | null;
  /** What has happened up to now; `keep` refuses an answer that something has made old since. */
  mark(): number;
  /** @returns the answer as others will get it; null where it is not kept */
  keep(
    key: string,
    answer: { text: string; contentType: string; policy: KeptAnswer; since: number },
  ): KeptResponse | null;
}

interface Entry {
  readonly response: Omit<KeptResponse, 'maxAge'>;
  readonly types: ReadonlySet<string>;
  readonly endsAt: number;
}

/** Keys come from clients: a longer one is not worth its memory. */
const longestKey = 8_192;

/**
 * Answers in this process's memory, the least recently used of them dropped first. An answer is dropped when an entity of a type in
 * it has changed, and none is given or taken while the process does not hear of changes.
 *
 * @param options.now milliseconds
 */
export function createResponseCache(options: {
  changes: Changes;
  maxBytes?: number;
  now?: () => number;
}): ResponseCache {
  const { changes, maxBytes = 32 * 2 ** 20, now = Date.now } = options;
  const entries = new Map<string, Entry>();
  /** When a type last changed, by a clock that counts changes; `*` is all of them. */
  const changedAt = new Map<string, number>();
  let clock = 0;
  let bytes = 0;

  const drop = (key: string, entry: Entry): void => {
    entries.delete(key);
    bytes -= sizeOf(key, entry);
  };
  const dropAll = (): void => {
    clock += 1;
    changedAt.clear();
    changedAt.set('*', clock);
    entries.clear();
    bytes = 0;
  };
  changes.onDeaf(dropAll);
  changes.onInvalidation(({ cache }) => {
    const changed = typesThatChanged(cache);
    if (changed === 'all') {
      dropAll();
      return;
    }
    if (changed.length === 0) return;
    clock += 1;
    for (const type of changed) changedAt.set(type, clock);
    for (const [key, entry] of entries) {
      if (changed.some((type) => entry.types.has(type))) drop(key, entry);
    }
  });

  return {
    find(key) {
      const entry = entries.get(key);
      if (entry === undefined || !changes.isHearing) return null;
      const maxAge = Math.floor((entry.endsAt - now()) / 1_000);
      if (maxAge < 1) {
        drop(key, entry);
        return null;
      }
      // The end of the map is what was used last, which is nobody's matter while there is room.
      if (2 * bytes > maxBytes) {
        entries.delete(key);
        entries.set(key, entry);
      }
      return { ...entry.response, maxAge };
    },

    mark: () => clock,

    keep(key, { text, contentType, policy, since }) {
      const { types, maxAge } = policy;
      const isOld = ['*', ...types].some((type) => (changedAt.get(type) ?? 0) > since);
      if (isOld || !changes.isHearing || key.length > longestKey) return null;
      const body = Buffer.from(text);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const entry: Entry = { response: { body, contentType, etag }, types, endsAt: now() + maxAge * 1_000 };
      const known = entries.get(key);
      if (known !== undefined) drop(key, known);
      entries.set(key, entry);
      bytes += sizeOf(key, entry);
      for (const [oldest, one] of entries) {
        if (bytes <= maxBytes) break;
        drop(oldest, one);
      }
      return { ...entry.response, maxAge };
    },
  };
}

/** With what the maps themselves take, about. */
function sizeOf(key: string, { response }: Entry): number {
  return response.body.length + 2 * key.length + 500;
}
