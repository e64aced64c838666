import { randomUUID } from 'node:crypto';
import { createEventFactory, type EventType } from '@mosaico/bus';
import { createSilentLogger, type Identity } from '@mosaico/service';
import { createCartClient } from '../src/clients/cart-client.ts';
import { createOrderUseCases } from '../src/order-use-cases.ts';
import { createSandboxProvider, type SandboxProvider } from '../src/payments/sandbox/sandbox-provider.ts';
import type { SandboxDelivery } from '../src/payments/sandbox/sandbox-webhook.ts';
import type { TestCart } from './a-cart.ts';
import { aHeldProvider, type HeldProvider } from './a-held-provider.ts';
import { customer } from './ask.ts';
import type { TestShop } from './engines.ts';
import { eventsIn } from './events.ts';
import { aCustomer, aSellable } from './records.ts';

const reservationMs = 900_000;
const logger = createSilentLogger();

/** One process of a shop in which orders are paid, driven by hand: nothing happens in it by itself. */
export interface PayingProcess extends ReturnType<typeof createOrderUseCases> {
  readonly provider: HeldProvider;
  readonly sandbox: SandboxProvider;
  /** Brings the notices that the provider has sent since, where they do not come at once. */
  deliver(): Promise<void>;
}

/** A shop with ten mugs at 4.50, and a customer 1; its clock stands still until it is told otherwise. */
export async function aPayingShop({ stores, database, ...shop }: TestShop) {
  let time = new Date('2026-03-04T05:06:07.089Z').getTime();
  const now = () => new Date(time);
  await stores.stock.upsert([aSellable({ sku: 'MUG-1', price: '4.50', onHand: 10 })], { at: now() });
  await stores.customers.upsert([aCustomer({ id: '1' })]);

  /** One more process over the same database. */
  function aProcess({ noticesAtOnce = false, cart }: { noticesAtOnce?: boolean; cart?: TestCart } = {}): PayingProcess {
    const notices: SandboxDelivery[] = [];
    const hear = async (delivery: SandboxDelivery): Promise<void> => {
      await process.settlement.notice(await sandbox.verifyWebhook(delivery));
    };
    const sandbox = createSandboxProvider({
      database: stores.sandbox,
      secret: 'a secret of the sandbox',
      notify: (delivery) => (noticesAtOnce ? hear(delivery) : Promise.resolve(notices.push(delivery))),
      now,
      logger,
    });
    const provider = aHeldProvider(sandbox);
    const process = createOrderUseCases({
      stores,
      provider,
      cart: createCartClient({ execute: cart?.execute }),
      emptiesCart: false,
      currency: 'GBP',
      reservationMs,
      createEvent: createEventFactory({ source: 'orders', newId: randomUUID }),
      committed: () => Promise.resolve(),
      newId: randomUUID,
      random: () => 0,
      now,
      logger,
    });
    return {
      ...process,
      provider,
      sandbox,
      async deliver() {
        await sandbox.settle();
        for (const delivery of notices.splice(0)) await hear(delivery);
      },
    };
  }

  const place = async (process: PayingProcess, method: string | null, key: string = randomUUID()) => {
    const placed = await process.placeOrder({
      items: [{ sku: 'MUG-1', quantity: 2 }],
      method,
      idempotencyKey: key,
      caller: { identity: customer('1'), requestId: 'request-1' },
    });
    if (!('order' in placed)) throw new Error(`An order was not placed: ${placed.outcome}`);
    return placed;
  };

  return {
    aProcess,
    now,
    place,
    pass: (ms: number) => void (time += ms),
    /** When the reservation has ended. */
    passReservation: () => void (time += reservationMs + 1),
    pay: (process: PayingProcess, orderId: string, options: { method?: string; key?: string } = {}) =>
      process.payOrder({
        orderId,
        method: options.method ?? 'card_approved',
        idempotencyKey: options.key ?? randomUUID(),
        placedUnder: null,
        identity: customer('1'),
      }),
    cancel: (process: PayingProcess, orderId: string, identity: Identity = customer('1'), key: string = randomUUID()) =>
      process.cancelOrder({ orderId, reason: 'changed her mind', idempotencyKey: key, identity }),
    /** Drives whatever is due, as the keeper of a process would. */
    async driveDue(process: PayingProcess) {
      for (const saga of await stores.sagas.due({ at: now(), limit: 100 })) await process.engine.drive(saga);
    },
    order: async (id: string) => (await stores.orders.find([id]))[0],
    saga: async (orderId: string) => (await stores.sagas.ofOrders([orderId]))[0],
    steps: async (orderId: string) =>
      ((await stores.sagas.stepsOf([orderId]))[0]?.steps ?? []).map(({ name, state }) => `${name} ${state}`),
    stock: async () => (await stores.stock.stockOfSkus(['MUG-1']))[0],
    payments: async (orderId: string) =>
      ((await stores.payments.paymentsOf([orderId]))[0]?.payments ?? []).map(({ status }) => status),
    refunds: async (orderId: string) =>
      ((await stores.payments.refundsOf([orderId]))[0]?.refunds ?? []).map(
        ({ status, amount }) => `${status} ${amount}`,
      ),
    /** What was announced, without the progress of sagas. */
    announced: async (type?: EventType) =>
      (await eventsIn({ stores, database, ...shop }))
        .map((event) => event.type)
        .filter((one) => (type === undefined ? one !== 'saga.progressed' : one === type)),
    violations: () => stores.violations(),
  };
}
