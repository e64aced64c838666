import { randomUUID } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import { createAnalyticsSubgraph } from '@mosaico/analytics';
import { createCartSubgraph } from '@mosaico/cart';
import { createEventsSubgraph } from '@mosaico/events';
import { createOrdersSubgraph } from '@mosaico/orders';
import { anonymous, createSilentLogger, type Subgraph } from '@mosaico/service';
import { createKillPoints } from '@mosaico/testing/kill-points';
import { accessTokenSecret, testConfig } from '../../subgraphs/orders/test/ask.ts';
import { killableOutbox, killableStore, openKillableBus, type KillPoint } from './killable.ts';
import type { Command, Report, Write } from './messages.ts';
import { openShopStores, type Environment } from './open-shop-stores.ts';

type CartItems = Extract<Write, { kind: 'order' }>['items'];

/**
 * A process of the shop that ends where it is told to: the real subgraphs that announce and hear, over real stores, on a real bus,
 * with places to end around what they are given. Its parent speaks to it by messages, and it does not outlive its parent.
 */
const points = createKillPoints<KillPoint>();
const reach = (point: KillPoint): void => points.reach(point);
/** The part of the cart that a request is to order, and to find in the cart. */
const cartsOfRequests = new Map<string, { updatedAt: null; items: CartItems }>();
let shop: { orders: Subgraph; close: () => Promise<void> } | undefined;

async function open(environment: Environment): Promise<NonNullable<typeof shop>> {
  const { REDIS_L2_URL: url = '', REDIS_KEY_PREFIX: keyPrefix = '' } = environment;
  const stores = await openShopStores(environment);
  const { analytics, cart, events } = stores;
  const bus = openKillableBus({ url, keyPrefix, reach });
  const shared = { bus, logger: createSilentLogger(), now: () => new Date() };
  const orders = createOrdersSubgraph({
    ...shared,
    stores: { ...stores.orders, outbox: killableOutbox(stores.orders.outbox, reach) },
    config: testConfig,
    accessTokenSecret,
    executors: { cart: ({ requestId }) => Promise.resolve({ data: { cart: cartsOfRequests.get(requestId) } }) },
  });
  const others = [
    createAnalyticsSubgraph({
      ...shared,
      stores: {
        ...analytics,
        inbox: killableStore(analytics.inbox, ['orderPlaced', 'customerRegistered'], reach),
      },
      currency: 'GBP',
    }),
    createCartSubgraph({
      ...shared,
      stores: {
        ...cart,
        carts: killableStore(cart.carts, ['takeOrdered'], reach),
        notifications: killableStore(cart.notifications, ['add'], reach),
        outbox: killableOutbox(cart.outbox, reach),
      },
      currency: 'GBP',
      newId: randomUUID,
      executors: { catalog: () => Promise.reject(new Error('There is no catalog here.')) },
    }),
    createEventsSubgraph({
      ...shared,
      stores: {
        ...events,
        auditLog: killableStore(events.auditLog, ['append'], reach),
        orderHistory: killableStore(events.orderHistory, ['put'], reach),
        userEvents: killableStore(events.userEvents, ['append'], reach),
      },
    }),
  ];
  return {
    orders,
    async close() {
      await Promise.all([orders, ...others].map((part) => part.close()));
      await bus.close();
    },
  };
}

const placeOrder = `mutation ($items: [OrderLineInput!], $key: ID!) {
  placeOrder(input: { items: $items }, idempotencyKey: $key) { __typename ... on Order { id } }
}`;
const register = `mutation ($email: String!) {
  register(input: { email: $email, password: "correct horse battery", name: "Ada" }) {
    __typename ... on Session { customer { id } }
  }
}`;

/** @returns the id of what was written */
async function perform(orders: Subgraph, write: Write): Promise<string> {
  const isOrder = write.kind === 'order';
  const requestId = isOrder ? write.key : 'register';
  if (isOrder && write.fromCart) cartsOfRequests.set(requestId, { updatedAt: null, items: write.items });
  const { data, errors } = await orders.execute({
    query: isOrder ? placeOrder : register,
    variables: isOrder ? { items: write.fromCart ? null : write.items, key: write.key } : { email: write.email },
    identity: isOrder ? { customerId: write.customerId, roles: [] } : anonymous,
    requestId,
  });
  const { placeOrder: order, register: session } = (data ?? {}) as {
    placeOrder?: { id?: string };
    register?: { customer?: { id: string } };
  };
  const id = isOrder ? order?.id : session?.customer?.id;
  if (id === undefined) throw new Error(`Nothing was written: ${JSON.stringify({ write, data, errors })}`);
  return id;
}

function report(said: Report): void {
  process.send?.(said);
}

async function obey(command: Command): Promise<void> {
  switch (command.is) {
    case 'open':
      shop = await open(command.environment);
      report({ is: 'open' });
      return;
    case 'arm':
      points.arm(command.point, command.nth);
      return;
    case 'write': {
      if (shop === undefined) throw new Error('The shop has to be open before it can write.');
      report({ is: 'written', number: command.number, id: await perform(shop.orders, command.write) });
      return;
    }
    case 'stop':
      await shop?.close();
      process.disconnect();
  }
}

// Else it is written at the end, which does not come.
flushCompileCache();
process.on('message', (command: Command) => void obey(command));
process.once('disconnect', () => process.exit());
