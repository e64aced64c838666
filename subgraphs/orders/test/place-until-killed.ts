import { randomUUID } from 'node:crypto';
import { createEventFactory, startRelay } from '@mosaico/bus';
import { anonymous, createMetrics, createSilentLogger } from '@mosaico/service';
import { createCartClient } from '../src/clients/cart-client.ts';
import { createOrderUseCases } from '../src/order-use-cases.ts';
import { createSandboxProvider } from '../src/payments/sandbox/sandbox-provider.ts';
import { openSqlStores } from '../src/store/open-stores.ts';

/**
 * Places orders, four at a time, in the database of the URL it is given, and prints the id of each that is acknowledged, until it
 * is killed. With `relay` it announces them as well: each line `event <id>` is an event that the bus has.
 */
const [url = '', mode] = process.argv.slice(2);
const logger = createSilentLogger();
const stores = await openSqlStores({ url, logger });
const { outbox } = stores;
const now = () => new Date();
const relay = mode === 'relay' ? startPrinting() : null;
const { placeOrder } = createOrderUseCases({
  stores,
  provider: createSandboxProvider({ database: stores.sandbox, secret: 'a secret', now, logger }),
  newId: randomUUID,
  random: Math.random,
  cart: createCartClient({ execute: undefined }),
  emptiesCart: false,
  reservationMs: 900_000,
  currency: 'GBP',
  createEvent: createEventFactory({ source: 'orders', newId: randomUUID }),
  committed: () => Promise.resolve(relay?.wake()),
  now,
  logger,
});

/** A bus that is the process's own output. */
function startPrinting() {
  const epoch = 'output';
  return startRelay({
    name: 'orders',
    source: outbox,
    transport: {
      epoch: () => Promise.resolve(epoch),
      publish(events) {
        for (const { id } of events) process.stdout.write(`event ${id}\n`);
        return Promise.resolve({ held: new Set(events.map(({ id }) => id)), epoch });
      },
    },
    now,
    random: Math.random,
    logger,
    metrics: createMetrics(),
  });
}

async function placeForever(): Promise<never> {
  for (;;) {
    const result = await placeOrder({
      items: ['C', 'A', 'B'].map((sku) => ({ sku, quantity: 1 })),
      method: null,
      idempotencyKey: randomUUID(),
      caller: { identity: anonymous, requestId: 'request' },
    });
    if (result.outcome !== 'placed') throw new Error(`An order was not placed: ${result.outcome}`);
    process.stdout.write(`${result.order.id}\n`);
  }
}

await Promise.all([placeForever(), placeForever(), placeForever(), placeForever()]);
