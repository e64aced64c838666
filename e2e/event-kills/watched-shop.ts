import { expect } from '@jest/globals';
import { busPrefix, createRedisTransport, openBusInspector, type ShopEvent } from '@mosaico/bus';
import { createSilentLogger } from '@mosaico/service';
import { connectToRedis, loseKeys } from '@mosaico/testing/redis';
import { waitFor } from '@mosaico/testing/wait-for';
import { effectsOf, ordersIn, readAnnounced, readEffects, readOrderIds, unitsInCart } from './effects.ts';
import { openShopStores, type Environment } from './open-shop-stores.ts';
import { startShopProcess, type ShopProcess } from './shop-process.ts';

export const skus = ['A', 'B', 'C'] as const;
const groups = ['analytics', 'cart', 'events', 'orders'];
/** On a busy machine, after a kill: leases end, a process starts, and what waits is done. */
const restDeadlineMs = 90_000;

/** A shop of which somebody who is none of its processes knows what it has announced, and what it has made of that. */
export interface WatchedShop {
  /** Starts one more process. */
  start(): Promise<ShopProcess>;
  /** Somebody whose cart holds plenty of each sku. @returns their id */
  newCustomer(): Promise<string>;
  /**
   * Waits until nothing waits, and sees that everything announced since the last check has been applied once, and whatever was
   * committed was announced.
   * @param acknowledged the orders that must be among them
   */
  check(acknowledged: readonly string[]): Promise<void>;
  /** All that was ever announced here; checks all of it again. */
  checkAll(): Promise<readonly ShopEvent[]>;
  /** Puts events on the bus once more. */
  publish(events: readonly ShopEvent[]): Promise<void>;
  /** Lets the Redis of the bus lose all that it holds of this shop. */
  loseBus(): Promise<void>;
  close(): Promise<void>;
}

/** @param environment of databases that are empty */
export async function watchShop(environment: Environment): Promise<WatchedShop> {
  const { REDIS_L2_URL: url = '', REDIS_KEY_PREFIX: keyPrefix = '' } = environment;
  const prefix = busPrefix(keyPrefix);
  const stores = await openShopStores(environment);
  const { orders, analytics, cart, events } = stores;
  const inspector = await openBusInspector({ url, prefix });
  const at = new Date();
  await orders.stock.upsert(
    skus.map((sku, index) => ({
      ...{ sku, categoryId: null, name: `Thing ${sku}`, price: '4.50', status: 'active' },
      catalogId: `65a00000000000000000000${index}`,
      onHand: 1_000_000,
    })),
    { at },
  );
  let spare = startShopProcess();
  let customers = 0;
  let checkedUpTo = 0;
  /** What each check found: of customers of its own. */
  const checked: (readonly ShopEvent[])[] = [];

  async function isStill(): Promise<boolean> {
    const lag = await inspector.lag();
    expect(lag.map(({ group }) => group)).toEqual(groups);
    return lag.every(({ unread, underWay }) => unread === 0 && underWay === 0);
  }

  async function rest(): Promise<void> {
    const isDone = async ({ outbox }: typeof orders | typeof cart): Promise<boolean> =>
      (await outbox.backlog()).events === 0 && (await isStill());
    // What is heard of an order changes a cart, which announces that: so the cart is asked last.
    await waitFor(async () => (await isDone(orders)) && (await isDone(cart)), {
      deadlineMs: restDeadlineMs,
      describe: 'empty outboxes, and listeners that have heard everything',
    }).catch(async (cause: unknown) => {
      const waiting = { orders: await orders.outbox.backlog(), cart: await cart.outbox.backlog() };
      throw new Error(`${String(cause)} ${JSON.stringify({ waiting, lag: await inspector.lag() })}`, { cause });
    });
    expect(await inspector.dead({ limit: 10 })).toEqual([]);
  }

  async function expectAppliedOnce(events: readonly ShopEvent[]): Promise<void> {
    expect(await readEffects(events, { stores, environment })).toEqual(effectsOf(events, { skus }));
  }

  async function check(acknowledged: readonly string[]): Promise<void> {
    await rest();
    const { events, last } = await readAnnounced(environment, { after: checkedUpTo });
    expect(ordersIn(events).map(({ subject }) => subject)).toEqual(expect.arrayContaining([...acknowledged]));
    await expectAppliedOnce(events);
    checkedUpTo = last;
    checked.push(events);
  }

  return {
    check,
    async start() {
      const process = spare;
      spare = startShopProcess();
      await process.open(environment);
      return process;
    },
    async newCustomer() {
      customers += 1;
      const id = String(customers);
      const email = `customer-${id}@example.com`;
      await orders.customers.upsert([
        { id, email, name: 'Ada', createdAt: at, addresses: [], roles: [], passwordHash: null },
      ]);
      await cart.carts.putMissing(
        skus.map((sku) => ({
          ...{ customerId: id, sku, productId: 'p', quantity: unitsInCart },
          ...{ addedAt: at, updatedAt: at },
        })),
      );
      return id;
    },
    async checkAll() {
      await check([]);
      const announced = ordersIn(checked.flat()).map(({ subject }) => subject);
      expect(announced.toSorted()).toEqual((await readOrderIds(environment)).toSorted());
      for (const events of checked) await expectAppliedOnce(events);
      return checked.flat();
    },
    async publish(events) {
      const connect = () => connectToRedis(url);
      const transport = createRedisTransport({ connect, prefix, logger: createSilentLogger() });
      try {
        await transport.publish(events);
      } finally {
        await transport.close();
      }
    },
    loseBus: () => loseKeys(url, prefix),
    async close() {
      await spare.kill();
      inspector.close();
      await Promise.all([orders, analytics, cart, events].map((one) => one.close()));
    },
  };
}
