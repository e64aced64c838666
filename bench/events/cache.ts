import { createEntityCache, openCacheTiers } from '@mosaico/entity-cache';
import { createSilentLogger } from '@mosaico/service';
import { connectToRedis } from '@mosaico/testing/redis';
import { secondsSince } from '../bench.ts';

const entities = 1_000;
/** A page of a list. */
const batch = 20;
const asks = 500;

/** One that is warm, and the bare commands that read the same bytes. Asked one batch after the other. */
export async function openHits(options: { l1Url: string; l2Url: string; prefix: string }) {
  const { l1Url, l2Url, prefix } = options;
  const config = { REDIS_L1_URL: l1Url, REDIS_L2_URL: l2Url, REDIS_KEY_PREFIX: prefix };
  const tiers = await openCacheTiers({ config, logger: createSilentLogger() });
  const cache = createEntityCache({
    name: 'bench',
    version: 1,
    tiers,
    load: (ids: readonly string[]) => Promise.resolve(ids.map(product)),
    keyOf: ({ id }) => id,
  });
  const ids = Array.from({ length: entities }, (_, number) => String(number));
  await cache.loadMany(ids);
  await cache.idle();
  const redis = connectToRedis(l1Url);
  const keyOf = new Map(
    (await redis.keys(`${prefix}cache:*`)).map((key) => [key.slice(key.lastIndexOf(':') + 1), key] as const),
  );
  if (keyOf.size !== entities) throw new Error(`${entities} entities were to be kept; ${keyOf.size} are.`);
  const some = (turn: number) => Array.from({ length: batch }, (_, n) => ids[(turn * batch + n) % entities] ?? '');
  return {
    cache: () => microseconds((turn) => cache.loadMany(some(turn))),
    mget: () => microseconds((turn) => redis.mget(some(turn).map((id) => keyOf.get(id) ?? ''))),
    /** What a reader of bytes has to do as well to have entities. */
    mgetAndParse: () =>
      microseconds(async (turn) => {
        const texts = await redis.mget(some(turn).map((id) => keyOf.get(id) ?? ''));
        return texts.map((text) => JSON.parse((text ?? '').slice((text ?? '').indexOf('=') + 1)) as unknown);
      }),
    async close() {
      redis.disconnect();
      await tiers.close();
    },
  };
}

async function microseconds(ask: (turn: number) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let turn = 0; turn < asks; turn += 1) await ask(turn);
  return (secondsSince(started) * 1_000_000) / asks;
}

/** About as large as a product of the made-up shop. */
function product(id: string) {
  return {
    id,
    name: `Product ${id}`,
    brand: 'Northwind',
    description: 'It is made to last, and looks as if it had been made for you. '.repeat(8),
    variants: Array.from({ length: 4 }, (_, n) => ({ sku: `SKU-${id}-${n}`, price: '12.50', attributes: [] })),
    tags: ['kitchen', 'steel', 'new'],
    createdAt: new Date(1_760_000_000_000),
  };
}
