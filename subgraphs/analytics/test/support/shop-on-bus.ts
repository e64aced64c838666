import { openInProcessBus, type ShopEvent } from '@mosaico/bus';
import { openCacheTiers } from '@mosaico/entity-cache';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { createAnalyticsSubgraph } from '../../src/index.ts';
import type { Stores } from './connect-warehouse.ts';
import { analyst, ask, askEntities } from './requests.ts';

/** The subgraph over stores that are not its own, with caches in memory, on a bus on which it is alone. */
export async function openShopOnBus(stores: Stores) {
  const logger = createSilentLogger();
  const bus = openInProcessBus({ groups: ['analytics'] });
  const tiers = await openCacheTiers({ config: { REDIS_KEY_PREFIX: 'test:' }, logger });
  const subgraph = createAnalyticsSubgraph({
    stores: { ...stores, engine: 'PostgreSQL of the test', close: () => Promise.resolve() },
    currency: 'GBP',
    bus,
    tiers,
    logger,
    metrics: createMetrics(),
    now: () => new Date('2011-12-31T00:00:00.000Z'),
  });
  const read = async (answer: ReturnType<typeof ask>) =>
    JSON.parse(JSON.stringify((await answer).data)) as Record<string, unknown>;
  return {
    /** Resolves when what is published has been handled, or has become a dead letter. */
    publish: (events: readonly ShopEvent[]) => bus.transport.publish(events),
    deadLetters: () => bus.deadLetters.list({ limit: 100 }),
    salesOf: async (from: string, to: string) =>
      (
        await read(
          ask(
            subgraph,
            `query ($from: Date!, $to: Date!) { salesReport(from: $from, to: $to, granularity: MONTH) {
               period gross { amount } returns { amount } net { amount } orders units } }`,
            analyst,
            { from, to },
          ),
        )
      )['salesReport'],
    best: async () => (await read(ask(subgraph, '{ topProducts { sku name units } }', analyst)))['topProducts'],
    figuresOf: async (customerId: string, productId: string) => [
      ...entities(
        await read(
          askEntities(subgraph, {
            ...{ type: 'Customer', ids: [customerId], fields: 'lifetimeValue { amount }', identity: analyst },
          }),
        ),
      ),
      ...entities(
        await read(askEntities(subgraph, { type: 'Product', ids: [productId], fields: 'sales { units orders }' })),
      ),
    ],
    async close() {
      await subgraph.close();
      await bus.close();
      await tiers.close();
    },
  };
}

function entities(data: Record<string, unknown>): unknown[] {
  return data['_entities'] as unknown[];
}

/** Runs a test's body on it. */
export async function withShop(
  stores: Stores,
  body: (shop: Awaited<ReturnType<typeof openShopOnBus>>) => Promise<void>,
): Promise<void> {
  const shop = await openShopOnBus(stores);
  try {
    await body(shop);
  } finally {
    await shop.close();
  }
}
