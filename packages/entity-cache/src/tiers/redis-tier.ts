import type { Redis } from 'ioredis';
import { tokenLength, type CacheTier, type Slot } from './cache-tier.ts';
import { claimScript, putScript, releaseScript } from './slot-scripts.ts';

/** A script holds up every other client of its server, so that it gets so many keys at once; a batch is sent in one write. */
const keysAScript = 250;
/** And of a walk through all of its keys, so many. */
const keysAStep = 1_000;

/** The scripts as `defineCommand` adds them: the number of keys, the keys, the arguments. */
interface Scripts {
  claimSlots(keys: number, ...rest: (string | number)[]): Promise<string[]>;
  putSlots(keys: number, ...rest: (string | number)[]): Promise<number[]>;
  releaseSlots(keys: number, ...rest: string[]): Promise<null>;
}

/**
 * A tier on one Redis server, 6.2 or later. Not on a cluster: one command names many keys. A replica that takes over may
 * have missed a removal; then entries that were removed may be read again until they expire.
 *
 * @param options.client is the tier's from here on, and closed with it
 * @param options.keyPrefix before every key: whose cache it is, on a server that several share
 */
export function createRedisTier(options: { name: string; client: Redis; keyPrefix: string }): CacheTier {
  const { name, keyPrefix } = options;
  options.client.defineCommand('claimSlots', { lua: claimScript });
  options.client.defineCommand('putSlots', { lua: putScript });
  options.client.defineCommand('releaseSlots', { lua: releaseScript });
  const client = options.client as Redis & Scripts;
  const prefixed = (key: string): string => keyPrefix + key;

  return {
    name,
    isShared: true,
    async read(keys) {
      if (keys.length === 0) return [];
      const slots = await client.mget(keys.map(prefixed));
      return slots.map((slot) => (slot === null ? null : parseSlot(slot).value));
    },
    async claim(keys, { token, ttlMs }) {
      const slots = await inParts(keys, (part) => client.claimSlots(part.length, ...part.map(prefixed), token, ttlMs));
      return slots.map(parseSlot);
    },
    async put(entries) {
      const stored = await inParts(entries, (part) =>
        client.putSlots(
          part.length,
          ...part.map(({ key }) => prefixed(key)),
          ...part.flatMap(({ token, value, ttlMs }) => [token, value, ttlMs]),
        ),
      );
      return stored.map((one) => one === 1);
    },
    async release(claims) {
      await inParts(claims, async (part) => {
        await client.releaseSlots(
          part.length,
          ...part.map(({ key }) => prefixed(key)),
          ...part.map(({ token }) => token),
        );
        return [];
      });
    },
    async remove(keys) {
      // UNLINK frees the memory of large values beside the server's one thread.
      if (keys.length > 0) await client.unlink(keys.map(prefixed));
    },
    async clear() {
      const pattern = `${keyPrefix.replace(/[\\*?[\]]/g, '\\$&')}*`;
      let cursor = '0';
      do {
        const [next, keys] = await client.scan(cursor, 'MATCH', pattern, 'COUNT', keysAStep);
        if (keys.length > 0) await client.unlink(keys);
        cursor = next;
      } while (cursor !== '0');
    },
    close() {
      client.disconnect();
      return Promise.resolve();
    },
  };
}

function parseSlot(slot: string): Slot {
  const token = slot.slice(0, tokenLength);
  return { token, value: slot.charAt(tokenLength) === '=' ? slot.slice(tokenLength + 1) : null };
}

async function inParts<Item, Answer>(
  items: readonly Item[],
  ask: (part: readonly Item[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  const parts: Promise<Answer[]>[] = [];
  for (let start = 0; start < items.length; start += keysAScript) {
    parts.push(ask(items.slice(start, start + keysAScript)));
  }
  return (await Promise.all(parts)).flat();
}
