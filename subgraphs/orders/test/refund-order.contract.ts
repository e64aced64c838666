import { expect, test } from '@jest/globals';
import type { RefundOrder } from '../src/domain/payments/refund-order.ts';
import { aTill, type Till } from './a-till.ts';
import { customer, staff } from './ask.ts';
import type { TestShop } from './engines.ts';
import { eventsIn } from './events.ts';
import { anOrder, numbers } from './records.ts';

type Request = Parameters<RefundOrder>[0];

/** What refundOrder does, over stores and the sandbox. */
export function refundOrderContract(shop: () => TestShop): void {
  const refund = (till: Till, changes: Partial<Request> = {}) =>
    till.refundOrder({
      orderId: '1000001',
      amount: '4.00',
      lines: null,
      reason: 'One was broken',
      idempotencyKey: 'refund-key-1',
      identity: staff('support'),
      ...changes,
    });
  const refundsOf = async (orderId = '1000001') =>
    (await shop().stores.payments.refundsOf([orderId]))[0]?.refunds ?? [];
  const announced = async () =>
    (await eventsIn(shop())).map(({ type, data }) => [type, 'amount' in data ? data.amount : null]);

  test('an amount is given back, once for its key, with its event', async () => {
    const till = aTill(shop());
    const payment = await till.aPaidOrder();
    const first = await refund(till);
    expect(first).toMatchObject({
      outcome: 'refunded',
      refund: {
        status: 'refunded',
        amount: '4.00',
        paymentId: payment.id,
        reason: 'One was broken',
        actor: 'staff:1000900',
      },
    });
    expect(await refund(till, { reason: 'Said otherwise' })).toEqual(first);
    expect(await refundsOf()).toHaveLength(1);
    expect(await announced()).toEqual([['order.refunded', '4.00']]);
    expect(await refund(till, { amount: '3.00' })).toEqual({ outcome: 'keyConflict' });
  });

  test('parts are given back until nothing is left, and what is more than that is refused whole', async () => {
    const till = aTill(shop());
    await till.aPaidOrder();
    const outcomes = [];
    for (const [amount, idempotencyKey] of [
      ['4', 'refund-1'],
      ['5.01', 'refund-2'],
      ['5.00', 'refund-3'],
      ['0.01', 'refund-4'],
    ]) {
      outcomes.push(await refund(till, { amount: amount ?? '', idempotencyKey: idempotencyKey ?? '' }));
    }
    expect(outcomes).toMatchObject([
      { outcome: 'refunded' },
      { outcome: 'tooLarge', requested: '5.01', left: '5.00', currency: 'GBP' },
      { outcome: 'refunded' },
      { outcome: 'tooLarge', requested: '0.01', left: '0.00' },
    ]);
    expect(await announced()).toEqual([
      ['order.refunded', '4.00'],
      ['order.refunded', '5.00'],
    ]);
  });

  test('lines are given back at what they were sold for', async () => {
    const till = aTill(shop());
    const items = [
      { sku: 'MUG-1', name: 'Mug', quantity: 2, unitPrice: '2.0050', lineTotal: '4.01' },
      { sku: 'CUP-1', name: 'Cup', quantity: 1, unitPrice: '4.99', lineTotal: '4.99' },
    ];
    await till.aPaidOrder({ order: { items } });
    const lines = [
      { sku: 'MUG-1', quantity: 1 },
      { sku: 'CUP-1', quantity: 1 },
    ];
    // Of the 4.01 that two mugs cost together the first has the odd cent.
    expect(await refund(till, { amount: null, lines })).toMatchObject({
      outcome: 'refunded',
      refund: { amount: '7.00' },
    });
    await expect(refund(till, { amount: null, lines: [{ sku: 'MUG-1', quantity: 3 }] })).rejects.toThrow(
      'lines must be of the order; it has 2 of "MUG-1", and 3 were named.',
    );
    await expect(refund(till, { amount: null, lines: [{ sku: 'JUG-1', quantity: 1 }] })).rejects.toThrow(
      'it has 0 of "JUG-1"',
    );
  });

  test('of an order that nothing was paid for it says so in its own currency', async () => {
    await shop().stores.orders.addMissing([anOrder({ id: '1000001', currency: 'EUR' })]);
    expect(await refund(aTill(shop()))).toEqual({
      outcome: 'tooLarge',
      requested: '4.00',
      left: '0.00',
      currency: 'EUR',
    });
  });

  test('twenty at once under keys of their own never give back more than was taken', async () => {
    const till = aTill(shop());
    await till.aPaidOrder();
    const outcomes = await Promise.all(
      numbers(20).map((number) => refund(till, { amount: '2.00', idempotencyKey: `refund-key-${number}` })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'refunded')).toHaveLength(4);
    expect(outcomes.filter(({ outcome }) => outcome === 'tooLarge')).toHaveLength(16);
    expect(await refundsOf()).toHaveLength(4);
  });

  test('ten at once under one key give back once', async () => {
    const till = aTill(shop());
    await till.aPaidOrder();
    const outcomes = await Promise.all(numbers(10).map(() => refund(till)));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(await announced()).toEqual([['order.refunded', '4.00']]);
  });

  test('what the provider declines is told, takes nothing of what is left, and is announced to nobody', async () => {
    const till = aTill(shop());
    await till.aPaidOrder({ method: 'card_refund_declined' });
    expect(await refund(till)).toMatchObject({
      outcome: 'declined',
      refund: { status: 'declined', declineCode: 'processingError' },
    });
    expect(await refund(till, { amount: '9.00', idempotencyKey: 'refund-key-2' })).toMatchObject({
      outcome: 'declined',
    });
    expect(await announced()).toEqual([]);
  });

  test('one whose answer never comes counts as given, and is completed by the next who asks, once', async () => {
    const till = aTill(shop());
    await till.aPaidOrder({ method: 'card_timeout_then_refunded' });
    expect(await refund(till)).toMatchObject({ outcome: 'refunded', refund: { status: 'unknown' } });
    expect(await refund(till, { amount: '5.01', idempotencyKey: 'refund-key-2' })).toMatchObject({
      outcome: 'tooLarge',
    });
    expect(await announced()).toEqual([]);

    expect(await till.settlement.sweep()).toBe(0);
    till.now = new Date(till.now.getTime() + 60_000);
    expect(await till.settlement.sweep()).toBe(1);
    expect(await refundsOf()).toMatchObject([{ status: 'refunded' }]);
    expect(await announced()).toEqual([['order.refunded', '4.00']]);
    expect(await till.settlement.sweep()).toBe(0);
  });

  test('only support and admin give money back, and only of an order, an amount, lines, a reason and a key that can be', async () => {
    const till = aTill(shop());
    await till.aPaidOrder();
    const refused: [Partial<Request>, string][] = [
      [{ identity: customer('1000001') }, 'This needs the role support or admin.'],
      [{ identity: staff('merchandiser') }, 'This needs the role support or admin.'],
      [{ orderId: '77' }, 'orderId must be the id of an order; there is no order "77".'],
      [{ orderId: 'x' }, 'orderId must be the id of an order; there is no order "x".'],
      [{ amount: '0' }, 'amount must be above 0 with two decimals at most, such as "12.50"; got "0".'],
      [{ amount: '1.005' }, 'amount must be above 0 with two decimals at most'],
      [{ amount: '-1' }, 'amount must be above 0 with two decimals at most'],
      [{ amount: null }, 'Either amount or lines must be given, and not both.'],
      [{ lines: [{ sku: 'MUG-1', quantity: 1 }] }, 'Either amount or lines must be given, and not both.'],
      [{ amount: null, lines: [] }, 'lines must have 1 to 100 lines; got 0.'],
      [{ reason: ' ' }, 'reason must have 1 to 200 characters, none of them a control character; got " ".'],
      [{ idempotencyKey: 'short' }, 'idempotencyKey must have 8 to 64 visible ASCII characters'],
    ];
    for (const [changes, message] of refused) await expect(refund(till, changes)).rejects.toThrow(message);
    expect(await refundsOf()).toEqual([]);
  });
}
