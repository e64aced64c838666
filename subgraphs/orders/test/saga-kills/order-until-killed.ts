import { randomUUID } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import { createEventFactory } from '@mosaico/bus';
import { anonymous, createSilentLogger, isUnavailable, type Identity } from '@mosaico/service';
import { createKillPoints } from '@mosaico/testing/kill-points';
import { createRandom } from '@mosaico/testing/random';
import { createCartClient } from '../../src/clients/cart-client.ts';
import { createOrderUseCases } from '../../src/order-use-cases.ts';
import { createSandboxProvider } from '../../src/payments/sandbox/sandbox-provider.ts';
import { openSqlStores } from '../../src/store/open-stores.ts';
import type { Report, Run } from './messages.ts';
import { killableOrders, killableProvider, type KillPoint } from './points.ts';

/**
 * Orders, pays and cancels in the database that its parent names, four at a time, until it comes to the point at which it is to
 * end; says what has been acknowledged. It does not outlive its parent.
 */
const cards = [
  'card_approved',
  'card_approved',
  'card_declined',
  'card_capture_declined',
  'card_3ds',
  'card_timeout_then_authorized',
  'card_timeout_then_captured',
  'card_timeout_then_refunded',
  'card_timeout_then_voided',
  'card_lost_request',
  null,
] as const;
const writers = 4;

async function run({ url, seed, arm, ordersEach }: Run): Promise<void> {
  const random = createRandom(seed);
  const points = createKillPoints<KillPoint>();
  const reach = (point: KillPoint): void => points.reach(point);
  const logger = createSilentLogger();
  const now = () => new Date();
  const stores = await openSqlStores({ url, logger });
  const orders = killableOrders(stores.orders, reach);
  const sandbox = createSandboxProvider({ database: stores.sandbox, secret: 'a secret of the sandbox', now, logger });
  const shop = createOrderUseCases({
    ...{ now, logger, random, newId: randomUUID },
    stores: { ...stores, orders },
    provider: killableProvider(sandbox, reach),
    cart: createCartClient({ execute: undefined }),
    emptiesCart: false,
    currency: 'GBP',
    reservationMs: 900_000,
    createEvent: createEventFactory({ source: 'orders', newId: randomUUID }),
    committed: () => Promise.resolve(),
  });
  if (arm !== null) points.arm(arm.point, arm.nth);

  const support: Identity = { customerId: '1', roles: ['support'] };
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

  async function orderOnce(): Promise<void> {
    const method = pick(cards);
    const placed = await shop.placeOrder({
      items: [{ sku: pick(['A', 'B', 'C']), quantity: 1 + Math.floor(random() * 3) }],
      method,
      idempotencyKey: randomUUID(),
      caller: { identity: anonymous, requestId: 'request' },
    });
    if (!('order' in placed)) throw new Error(`An order was not placed: ${placed.outcome}`);
    const { id: orderId } = placed.order;
    report({ is: 'acknowledged', orderId, what: placed.outcome === 'paid' ? 'paid' : 'placed' });
    if (placed.outcome !== 'paid' && random() < 0.6) {
      const request = {
        ...{ orderId, method: 'card_approved', idempotencyKey: randomUUID(), placedUnder: null },
        identity: support,
      };
      const { outcome } = await shop.payOrder(request);
      if (outcome === 'paid') report({ is: 'acknowledged', orderId, what: 'paid' });
    }
    if (random() < 0.5) {
      const request = { orderId, reason: 'On second thoughts', idempotencyKey: randomUUID(), identity: support };
      const { outcome } = await shop.cancelOrder(request);
      if (outcome === 'cancelled') report({ is: 'acknowledged', orderId, what: 'cancelled' });
    }
  }

  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (let number = 0; number < ordersEach; number += 1) await orderOnce().catch(forgive);
    }),
  );
  await stores.close();
  report({ is: 'done' });
  process.disconnect();
}

/** On a machine that stands still a store may not answer in time: then nothing was acknowledged. */
function forgive(error: unknown): void {
  if (!isUnavailable(error)) throw error;
}

function report(said: Report): void {
  process.send?.(said);
}

// Else it is written at the end, which does not come.
flushCompileCache();
process.on('message', (command: Run) => void run(command));
process.once('disconnect', () => process.exit());
