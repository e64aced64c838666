import { randomUUID } from 'node:crypto';
import { createEventFactory } from '@mosaico/bus';
import { createSilentLogger, anonymous } from '@mosaico/service';
import { createPlaceOrder } from '../src/domain/place-order.ts';
import { createCartClient } from '../src/clients/cart-client.ts';
import { openSqlStores } from '../src/store/open-stores.ts';

/** Places orders, four at a time, in the database of the URL it is given, and prints the id of each that is acknowledged, until it is killed. */
const [url = ''] = process.argv.slice(2);
const logger = createSilentLogger();
const { orders } = await openSqlStores({ url, logger });
const placeOrder = createPlaceOrder({
  orders,
  cart: createCartClient({ execute: undefined }),
  emptiesCart: false,
  currency: 'GBP',
  createEvent: createEventFactory({ source: 'orders', newId: randomUUID }),
  committed: () => Promise.resolve(),
  now: () => new Date(),
  logger,
});

async function placeForever(): Promise<never> {
  for (;;) {
    const result = await placeOrder({
      items: ['C', 'A', 'B'].map((sku) => ({ sku, quantity: 1 })),
      idempotencyKey: randomUUID(),
      caller: { identity: anonymous, requestId: 'request' },
    });
    if (result.outcome !== 'placed') throw new Error(`An order was not placed: ${result.outcome}`);
    process.stdout.write(`${result.order.id}\n`);
  }
}

await Promise.all([placeForever(), placeForever(), placeForever(), placeForever()]);
