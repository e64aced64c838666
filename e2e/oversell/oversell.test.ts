import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openOrdersStores } from '@mosaico/orders';
import { createSilentLogger } from '@mosaico/service';
import { readOversellConfig } from '@mosaico/testing/config';
import { createRandom } from '@mosaico/testing/random';
import type { Mosaico } from '../../ops/distributed/six-processes.ts';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.ts';
import { startStandalone } from '../support/mosaico.ts';
import { createTimeoutMs, shopData } from '../support/shop-data.ts';
import { buy, placeOrder, type Bought } from './buyers.ts';

const { buyers, seeds, seed } = readOversellConfig();
/** So many units there are for them. */
const units = 100;
/** A busy machine may take a tenth of a second for each request. */
const roundTimeoutMs = 120_000 + buyers * 3 * 100;

describe('more buyers than units', () => {
  const home = shopData();
  let shop: Mosaico;
  let nobody: GraphQLClient;
  let skus: { sku: string; available: number }[];

  beforeAll(async () => {
    await home.create();
    shop = await startStandalone(home);
    nobody = createGraphQLClient(shop.origin);
    skus = (await readStock(nobody)).filter(({ available }) => available > units);
  }, 120_000 + createTimeoutMs);

  afterAll(async () => {
    await shop.stop();
    const { DATA_DIR = '', MYSQL_URL } = home.environment as Record<string, string>;
    const stores = await openOrdersStores({ config: { DATA_DIR, MYSQL_URL }, logger: createSilentLogger() });
    try {
      // Whatever the tests did: no unit, reservation or order is lost, doubled or left without the other.
      expect(await stores.violations()).toEqual([]);
    } finally {
      await stores.close();
      await home.remove();
    }
  }, 180_000);

  /** A sku of which there are just so many units, since somebody has bought all the others. */
  async function scarce(): Promise<string> {
    const next = skus.shift();
    if (next === undefined) throw new Error('The shop has too few products for so many rounds.');
    const lines = [{ sku: next.sku, quantity: next.available - units }];
    expect(await placeOrder(nobody, { lines, key: `the-others-of-${next.sku}` })).toMatchObject({ outcome: 'Order' });
    return next.sku;
  }

  const count = (bought: readonly Bought[]) =>
    Object.fromEntries(
      Array.from(
        Map.groupBy(bought, ({ outcome }) => outcome),
        ([outcome, own]) => [outcome, own.length],
      ),
    );

  for (let round = 0; round < seeds; round += 1) {
    const roundSeed = seed + round;
    const again = `OVERSELL_SEED=${roundSeed} OVERSELL_SEEDS=1`;

    test(
      `as many pay as there are units, the others are told that none is left (${again})`,
      async () => {
        const sku = await scarce();
        const extras = { payment: { method: 'card_approved' } };
        const bought = await buy(nobody, { sku, buyers, requests: 1, extras, random: createRandom(roundSeed) });
        expect(count(bought)).toEqual({ Order: units, OutOfStock: buyers - units });
        expect(new Set(bought.flatMap(({ orderId }) => orderId ?? [])).size).toBe(units);
        expect(bought.filter(({ left }) => left !== null).map(({ left }) => left)).toEqual(
          Array.from({ length: buyers - units }, () => 0),
        );
        expect(await availableOf(nobody, sku)).toBe(0);
      },
      roundTimeoutMs,
    );

    test(
      `a coupon that counts once is used by one of those who give it, and nobody else orders (${again})`,
      async () => {
        const next = skus.shift();
        if (next === undefined) throw new Error('The shop has too few products for so many rounds.');
        const { sku, available } = next;
        const code = `ONLY-ONCE-${roundSeed}`;
        const edsger = await nobody.login('edsger@mosaico.example');
        const promotion = await edsger.ask({ query: createPromotion, variables: { code, text: code } });
        expect(promotion).toEqual({ data: { createPromotion: { __typename: 'Promotion' } } });

        const extras = { couponCodes: [code] };
        const rivals = Math.min(buyers, available);
        const bought = await buy(nobody, { sku, buyers: rivals, requests: 1, extras, random: createRandom(roundSeed) });
        expect(count(bought)).toEqual({ Order: 1, CouponRejected: rivals - 1 });
        expect(await availableOf(nobody, sku)).toBe(available - 1);
      },
      roundTimeoutMs,
    );

    test(
      `each buyer is served once, however often the request comes (${again})`,
      async () => {
        const sku = await scarce();
        const bought = await buy(nobody, {
          sku,
          buyers: Math.ceil(buyers / 2),
          requests: 2,
          random: createRandom(roundSeed),
        });
        const served = Array.from(Map.groupBy(bought, ({ buyer }) => buyer).values());
        const ids = served.flatMap((own) => {
          const ownIds = new Set(own.flatMap(({ orderId }) => orderId ?? []));
          expect(ownIds.size).toBeLessThanOrEqual(1);
          return Array.from(ownIds);
        });
        expect(ids).toHaveLength(units);
        expect(new Set(ids).size).toBe(units);
        expect(Object.keys(count(bought)).sort()).toEqual(['Order', 'OutOfStock']);
        expect(await availableOf(nobody, sku)).toBe(0);
      },
      roundTimeoutMs,
    );
  }
});

const createPromotion = `mutation ($code: ID!, $text: String!) {
  createPromotion(
    input: { name: "For one", code: $text, percentage: "10", limit: 1 }
    idempotencyKey: $code
  ) { __typename }
}`;

interface Variant {
  sku: string;
  inventory: { available: number } | null;
}

async function readStock(client: GraphQLClient): Promise<{ sku: string; available: number }[]> {
  const { data } = await client.ask({
    query: '{ products(first: 100) { edges { node { variants { sku inventory { available } } } } } }',
  });
  const { edges } = data?.['products'] as { edges: { node: { variants: Variant[] } }[] };
  return edges.flatMap(({ node }) =>
    node.variants.map(({ sku, inventory }) => ({ sku, available: inventory?.available ?? 0 })),
  );
}

async function availableOf(client: GraphQLClient, sku: string): Promise<number | null> {
  const stock = await readStock(client);
  return stock.find((variant) => variant.sku === sku)?.available ?? null;
}
