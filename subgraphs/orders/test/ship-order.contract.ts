import { expect, test } from '@jest/globals';
import { createDeliveryUseCases, type DeliveryUseCases } from '../src/delivery-use-cases.ts';
import type { ShipOrder } from '../src/domain/delivery/ship-order.ts';
import type { OrderStatus } from '../src/store/order-store.ts';
import { customer, staff } from './ask.ts';
import type { TestShop } from './engines.ts';
import { anEventFactory, eventsIn } from './events.ts';
import { anOrder, numbers } from './records.ts';

type Request = Parameters<ShipOrder>[0];

const at = new Date('2026-02-03T04:05:06.789Z');
const orderId = '1000001';
const parcel = { carrier: 'Mosaico Post', trackingCode: 'MP-1' };

/** What shipOrder and markDelivered do, over stores. */
export function shipOrderContract(shop: () => TestShop): void {
  const useCases = (): DeliveryUseCases =>
    createDeliveryUseCases({
      stores: shop().stores,
      completeRefund: () => Promise.reject(new Error('Nothing is given back here.')),
      createEvent: anEventFactory(),
      committed: () => Promise.resolve(),
      now: () => at,
    });
  const ship = (changes: Partial<Request> = {}) =>
    useCases().shipOrder({
      ...{ orderId, lines: null, ...parcel, idempotencyKey: 'parcel-key-1', identity: staff('fulfiller') },
      ...changes,
    });
  const markDelivered = (parcelId: string) => useCases().markDelivered({ parcelId, identity: staff('fulfiller') });
  /** Two mugs and a cup. */
  const anOrderOf = (status: OrderStatus = 'processing') =>
    shop().stores.orders.addMissing([
      anOrder({
        ...{ id: orderId, number: orderId, status, customerId: null },
        items: [
          { sku: 'MUG-1', name: 'Mug', quantity: 2, unitPrice: '2.00', lineTotal: '4.00' },
          { sku: 'CUP-1', name: 'Cup', quantity: 1, unitPrice: '5.00', lineTotal: '5.00' },
        ],
        history: [{ status, at, reason: null }],
      }),
    ]);
  const statusOf = async () => (await shop().stores.orders.find([orderId]))[0]?.status;
  const historyOf = async () =>
    (await shop().stores.orders.statusHistoryOf([orderId]))[0]?.history.map(({ status, actor }) => [status, actor]);
  const parcelsOf = async () => (await shop().stores.deliveries.parcelsOf([orderId]))[0]?.parcels ?? [];
  const announced = async () => (await eventsIn(shop())).map(({ type }) => type);

  test('an order that is sent whole is shipped, and delivered when its parcel has arrived', async () => {
    await anOrderOf();
    const lines = [
      { sku: 'CUP-1', quantity: 1 },
      { sku: 'MUG-1', quantity: 2 },
    ];
    const shipped = await ship();
    if (shipped.outcome !== 'shipped') throw new Error(`It must be shipped; it is ${shipped.outcome}.`);
    expect(shipped.parcel).toMatchObject({ ...parcel, orderId, shippedAt: at, deliveredAt: null, lines });
    expect(await parcelsOf()).toEqual([shipped.parcel]);
    expect(await statusOf()).toBe('shipped');

    expect(await markDelivered(shipped.parcel.id)).toEqual({ ...shipped.parcel, deliveredAt: at });
    expect(await markDelivered(shipped.parcel.id)).toEqual({ ...shipped.parcel, deliveredAt: at });
    expect(await historyOf()).toEqual([
      ['processing', null],
      ['shipped', 'staff:1000900'],
      ['delivered', 'staff:1000900'],
    ]);
    expect(await announced()).toEqual(['order.shipped', 'order.delivered']);
  });

  test('an order in parts is shipped with its last unit, and delivered with its last parcel', async () => {
    await anOrderOf();
    const first = await ship({ lines: [{ sku: 'MUG-1', quantity: 1 }] });
    expect([await statusOf(), await announced()]).toEqual(['processing', []]);
    expect(await ship({ lines: [{ sku: 'MUG-1', quantity: 2 }], idempotencyKey: 'parcel-key-2' })).toEqual({
      outcome: 'tooMany',
      lines: [{ sku: 'MUG-1', requested: 2, available: 1 }],
    });
    expect(await ship({ lines: [{ sku: 'JUG-1', quantity: 1 }], idempotencyKey: 'parcel-key-2' })).toEqual({
      outcome: 'tooMany',
      lines: [{ sku: 'JUG-1', requested: 1, available: 0 }],
    });
    const firstId = first.outcome === 'shipped' ? first.parcel.id : '';
    await markDelivered(firstId);
    const rest = await ship({ idempotencyKey: 'parcel-key-3' });
    expect(rest).toMatchObject({
      outcome: 'shipped',
      parcel: {
        lines: [
          { sku: 'CUP-1', quantity: 1 },
          { sku: 'MUG-1', quantity: 1 },
        ],
      },
    });
    expect(await statusOf()).toBe('shipped');
    await markDelivered(rest.outcome === 'shipped' ? rest.parcel.id : '');
    expect(await statusOf()).toBe('delivered');
    expect(await announced()).toEqual(['order.shipped', 'order.delivered']);
  });

  test('the same key is the same parcel, also for ten who come with it at once, and never another one', async () => {
    await anOrderOf();
    const outcomes = await Promise.all(numbers(10).map(() => ship()));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(await parcelsOf()).toHaveLength(1);
    expect(await announced()).toEqual(['order.shipped']);
    expect(await ship({ trackingCode: 'MP-2' })).toEqual({ outcome: 'keyConflict' });
  });

  test('ten who send what is left at once send it once', async () => {
    await anOrderOf();
    const outcomes = await Promise.all(numbers(10).map((number) => ship({ idempotencyKey: `parcel-key-${number}` })));
    expect(outcomes.filter(({ outcome }) => outcome === 'shipped')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'notShippable')).toHaveLength(9);
  });

  for (const status of ['pending', 'cancelled', 'shipped', 'delivered'] as const) {
    test(`an order that is ${status} is not sent`, async () => {
      await anOrderOf(status);
      expect(await ship()).toEqual({ outcome: 'notShippable', status });
      expect(await parcelsOf()).toEqual([]);
    });
  }

  test('only support, fulfiller and admin send, and only what can be', async () => {
    await anOrderOf();
    const refused: [Partial<Request>, string][] = [
      [{ identity: customer('1000001') }, 'This needs the role support or fulfiller or admin.'],
      [{ identity: staff('analyst') }, 'This needs the role support or fulfiller or admin.'],
      [{ orderId: '77' }, 'orderId must be the id of an order; there is no order "77".'],
      [{ carrier: ' ' }, 'carrier must have 1 to 60 characters'],
      [{ trackingCode: 'x'.repeat(101) }, 'trackingCode must have 1 to 100 characters'],
      [{ lines: [] }, 'lines must have 1 to 100 lines; got 0.'],
      [{ idempotencyKey: 'short' }, 'idempotencyKey must have 8 to 64 visible ASCII characters'],
    ];
    for (const [changes, message] of refused) await expect(ship(changes)).rejects.toThrow(message);
    await expect(markDelivered('77')).rejects.toThrow('parcelId must be the id of a parcel; there is no parcel "77".');
    expect(await parcelsOf()).toEqual([]);
  });
}
