import { expect, test } from '@jest/globals';
import type { Identity } from '@mosaico/service';
import { createDeliveryUseCases, type DeliveryUseCases } from '../src/delivery-use-cases.ts';
import { returnableMs } from '../src/domain/delivery/units.ts';
import { aTill, type Till } from './a-till.ts';
import { customer, staff } from './ask.ts';
import type { OrderImport } from '../src/store/order-store.ts';
import type { TestShop } from './engines.ts';
import { anEventFactory, eventsIn } from './events.ts';
import { aCustomer, numbers } from './records.ts';

const orderId = '1000001';
const owner = customer('1000001');
const support = staff('support');
const items = [
  { sku: 'MUG-1', name: 'Mug', quantity: 2, unitPrice: '2.00', lineTotal: '4.00' },
  { sku: 'CUP-1', name: 'Cup', quantity: 1, unitPrice: '5.00', lineTotal: '5.00' },
];

/** What requestReturn, receiveReturn and refundReturn do, over stores and the sandbox. */
export function returnsContract(shop: () => TestShop): void {
  const casesOf = (till: Till): DeliveryUseCases =>
    createDeliveryUseCases({
      stores: shop().stores,
      completeRefund: till.completeRefund,
      createEvent: anEventFactory(),
      committed: () => Promise.resolve(),
      now: () => till.now,
    });
  /** An order of two mugs and a cup, paid and delivered. */
  async function aDeliveredOrder(
    options: { method?: string; order?: Partial<OrderImport> } = {},
  ): Promise<{ till: Till; cases: DeliveryUseCases }> {
    const till = aTill(shop());
    await shop().stores.customers.upsert([aCustomer({ id: '1000001' })]);
    await till.aPaidOrder({ id: orderId, ...options, order: { items, customerId: '1000001', ...options.order } });
    const cases = casesOf(till);
    const shipped = await cases.shipOrder({
      ...{
        orderId,
        lines: null,
        carrier: 'Post',
        trackingCode: null,
        idempotencyKey: 'parcel-key-1',
        identity: support,
      },
    });
    if (shipped.outcome !== 'shipped') throw new Error(`It must be shipped; it is ${shipped.outcome}.`);
    await cases.markDelivered({ parcelId: shipped.parcel.id, identity: support });
    return { till, cases };
  }
  const request = (cases: DeliveryUseCases, changes: Partial<Parameters<DeliveryUseCases['requestReturn']>[0]> = {}) =>
    cases.requestReturn({
      ...{ orderId, lines: [{ sku: 'MUG-1', quantity: 1 }], reason: 'Too small', idempotencyKey: 'return-key-1' },
      ...{ identity: owner, ...changes },
    });
  async function aReturn(cases: DeliveryUseCases): Promise<string> {
    const requested = await request(cases);
    if (requested.outcome !== 'requested') throw new Error(`It must be noted; it is ${requested.outcome}.`);
    return requested.request.id;
  }
  const returnsOf = async () => (await shop().stores.deliveries.returnsOf([orderId]))[0]?.returns ?? [];
  const refundsOf = async () => (await shop().stores.payments.refundsOf([orderId]))[0]?.refunds ?? [];
  const refundEvents = async () => (await eventsIn(shop())).filter(({ type }) => type === 'order.refunded').length;

  test('what a customer sends back is noted, received, and paid back, each once', async () => {
    const { cases, till } = await aDeliveredOrder();
    const requested = await request(cases);
    expect(requested).toMatchObject({
      outcome: 'requested',
      request: { orderId, reason: 'Too small', receivedAt: null, restocked: null, refundId: null },
    });
    expect(await request(cases)).toEqual(requested);
    expect(await request(cases, { lines: [{ sku: 'MUG-1', quantity: 2 }] })).toEqual({ outcome: 'keyConflict' });
    const returnId = requested.outcome === 'requested' ? requested.request.id : '';
    expect(await cases.refundReturn({ returnId, identity: support })).toEqual({ outcome: 'notReceived' });

    const received = await cases.receiveReturn({ returnId, restock: false, identity: support });
    expect(received).toMatchObject({ receivedAt: till.now, restocked: false });
    expect(await cases.receiveReturn({ returnId, restock: true, identity: support })).toEqual(received);

    const refunds = await Promise.all(numbers(5).map(() => cases.refundReturn({ returnId, identity: support })));
    expect(new Set(refunds.map(({ outcome }) => outcome))).toEqual(new Set(['refunded']));
    const [refund, ...others] = await refundsOf();
    expect([others, refund]).toMatchObject([[], { status: 'refunded', amount: '2.00', actor: 'staff:1000900' }]);
    expect(await returnsOf()).toMatchObject([{ id: returnId, refundId: refund?.id }]);
    expect(await refundEvents()).toBe(1);
  });

  test('a line that comes back in parts is paid back to the cent, whichever of them is first', async () => {
    // A mug is 0.4966… of it: six rounded alone would be 3.00, and 2.98 was paid.
    const odd = [
      { sku: 'MUG-1', name: 'Mug', quantity: 6, unitPrice: '0.50', lineTotal: '3.00', discount: '0.02', tax: '0.00' },
      { sku: 'CUP-1', name: 'Cup', quantity: 1, unitPrice: '6.00', lineTotal: '6.00' },
    ];
    const { cases } = await aDeliveredOrder({ order: { items: odd } });
    const returnIds: string[] = [];
    for (const number of numbers(6)) {
      const requested = await request(cases, { idempotencyKey: `return-key-${number}` });
      if (requested.outcome !== 'requested') throw new Error(`It must be noted; it is ${requested.outcome}.`);
      returnIds.push(requested.request.id);
    }
    for (const returnId of returnIds.toReversed()) {
      await cases.receiveReturn({ returnId, restock: false, identity: support });
      const first = await cases.refundReturn({ returnId, identity: support });
      expect([first, await cases.refundReturn({ returnId, identity: support })]).toMatchObject([
        { outcome: 'refunded' },
        first,
      ]);
    }
    const amounts = (await refundsOf()).map(({ amount }) => amount);
    expect(amounts.toSorted()).toEqual(['0.49', '0.49', '0.50', '0.50', '0.50', '0.50']);
  });

  test('no more comes back than was delivered, whatever is on its way, and ten at once get no more', async () => {
    const { cases } = await aDeliveredOrder();
    const outcomes = await Promise.all(
      numbers(10).map((number) => request(cases, { idempotencyKey: `return-key-${number}` })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'requested')).toHaveLength(2);
    expect(outcomes.find(({ outcome }) => outcome === 'tooMany')).toEqual({
      outcome: 'tooMany',
      lines: [{ sku: 'MUG-1', requested: 1, available: 0 }],
    });
    expect(await returnsOf()).toHaveLength(2);
  });

  test('thirty days after its delivery a parcel may be sent back, and not a moment later', async () => {
    const { cases, till } = await aDeliveredOrder();
    till.now = new Date(till.now.getTime() + returnableMs);
    expect(await request(cases)).toMatchObject({ outcome: 'requested' });
    till.now = new Date(till.now.getTime() + 1);
    expect(await request(cases, { idempotencyKey: 'return-key-2' })).toMatchObject({ outcome: 'tooMany' });
  });

  test('what has been sent and has not arrived cannot be sent back', async () => {
    const till = aTill(shop());
    await till.aPaidOrder({ id: orderId, order: { items } });
    const cases = casesOf(till);
    await cases.shipOrder({
      ...{
        orderId,
        lines: null,
        carrier: 'Post',
        trackingCode: null,
        idempotencyKey: 'parcel-key-1',
        identity: support,
      },
    });
    expect(await request(cases, { identity: support })).toMatchObject({ outcome: 'tooMany' });
  });

  test("a refund whose answer never comes is the return's own, and completed by the next sweep", async () => {
    const { cases, till } = await aDeliveredOrder({ method: 'card_timeout_then_refunded' });
    const returnId = await aReturn(cases);
    await cases.receiveReturn({ returnId, restock: false, identity: support });
    expect(await cases.refundReturn({ returnId, identity: support })).toMatchObject({
      outcome: 'refunded',
      refund: { status: 'unknown' },
    });
    till.now = new Date(till.now.getTime() + 60_000);
    expect(await till.settlement.sweep()).toBe(1);
    expect(await refundsOf()).toMatchObject([{ status: 'refunded', amount: '2.00' }]);
    expect(await refundEvents()).toBe(1);
  });

  test('after the provider declined, the refund can be asked for again', async () => {
    const { cases } = await aDeliveredOrder({ method: 'card_refund_declined' });
    const returnId = await aReturn(cases);
    await cases.receiveReturn({ returnId, restock: false, identity: support });
    for (let time = 0; time < 2; time++) {
      expect(await cases.refundReturn({ returnId, identity: support })).toMatchObject({ outcome: 'declined' });
    }
    expect(await refundsOf()).toHaveLength(2);
    expect(await refundEvents()).toBe(0);
  });

  test('only its customer and staff ask for a return, only who sends orders receives one, and only support and admin pay it back', async () => {
    const { cases } = await aDeliveredOrder();
    const returnId = await aReturn(cases);
    const mine = 'This is for the customer it belongs to, and for the role support or fulfiller or admin.';
    await expect(request(cases, { identity: customer('1000002') })).rejects.toThrow(mine);
    const refund = (identity: Identity) => cases.refundReturn({ returnId, identity });
    const roles = 'This needs the role support or admin.';
    for (const identity of [owner, staff('merchandiser')]) {
      await expect(cases.receiveReturn({ returnId, restock: true, identity })).rejects.toThrow(
        'This needs the role support or fulfiller or admin.',
      );
      await expect(refund(identity)).rejects.toThrow(roles);
    }
    const fulfiller = staff('fulfiller');
    expect(await cases.receiveReturn({ returnId, restock: false, identity: fulfiller })).toMatchObject({
      id: returnId,
    });
    expect(await request(cases, { idempotencyKey: 'return-key-2', identity: fulfiller })).toMatchObject({
      outcome: 'requested',
    });
    await expect(refund(fulfiller)).rejects.toThrow(roles);
    expect(await refundsOf()).toEqual([]);
    const nothing = 'returnId must be the id of a return; there is no return "77".';
    await expect(cases.receiveReturn({ returnId: '77', restock: true, identity: support })).rejects.toThrow(nothing);
    await expect(cases.refundReturn({ returnId: '77', identity: support })).rejects.toThrow(nothing);
    await expect(request(cases, { reason: '' })).rejects.toThrow('reason must have 1 to 200 characters');
  });
}
