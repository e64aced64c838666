import { expect, test } from '@jest/globals';
import { aCart } from './a-cart.ts';
import { aPayingShop, type PayingProcess } from './a-paying-shop.ts';
import { customer, staff } from './ask.ts';
import type { TestShop } from './engines.ts';

/** What bit others: two things at once, each held at the place where it hurts. */
export function orderSagaRacesContract(given: () => TestShop): void {
  for (const [operation, when] of [
    ['authorize', 'before'],
    ['authorize', 'after'],
    ['capture', 'before'],
    ['capture', 'after'],
  ] as const) {
    test(`cancel while paying, ${when} the ${operation}: the order is cancelled at once, and no money stays`, async () => {
      const shop = await aPayingShop(given());
      const [paying, cancelling] = [shop.aProcess(), shop.aProcess()];
      const { order } = await shop.place(paying, null);
      const held = paying.provider.hold(operation, when);
      const payment = shop.pay(paying, order.id);
      await held.reached;

      expect(await shop.cancel(cancelling, order.id)).toMatchObject({ outcome: 'cancelled' });
      expect(await shop.order(order.id)).toMatchObject({ status: 'cancelled' });
      held.release();
      expect(await payment).toEqual({ outcome: 'notPayable', why: 'cancelled' });

      const isTaken = operation === 'capture';
      expect(await shop.payments(order.id)).toEqual([isTaken ? 'captured' : 'voided']);
      expect(await shop.refunds(order.id)).toEqual(isTaken ? ['refunded 9.00'] : []);
      expect(await shop.saga(order.id)).toMatchObject({ state: 'undone' });
      expect(await shop.stock()).toMatchObject({ onHand: 10, reserved: 0 });
      expect(await shop.announced('order.paid')).toEqual([]);
      expect(await shop.violations()).toEqual([]);
    });
  }

  test('refund twice at once: customer and support cancel a paid order, and the money goes back once', async () => {
    const shop = await aPayingShop(given());
    const [one, other] = [shop.aProcess(), shop.aProcess()];
    const { order } = await shop.place(one, 'card_approved');
    const held = one.provider.hold('refund', 'before');
    const first = shop.cancel(one, order.id);
    await held.reached;
    expect(await shop.cancel(other, order.id, staff('support'))).toMatchObject({ outcome: 'cancelled' });
    await shop.driveDue(other);
    held.release();
    expect(await first).toMatchObject({ outcome: 'cancelled' });

    expect(await shop.refunds(order.id)).toEqual(['refunded 9.00']);
    expect(await shop.announced('order.refunded')).toHaveLength(1);
    expect(await shop.announced('order.cancelled')).toHaveLength(1);
    expect(other.provider.asked).toEqual([]);
    expect(await shop.violations()).toEqual([]);
  });

  test('two refund at once, the one having slept through its lease: the key makes them one', async () => {
    const shop = await aPayingShop(given());
    const [sleeper, other] = [shop.aProcess(), shop.aProcess()];
    const { order } = await shop.place(sleeper, 'card_approved');
    const held = sleeper.provider.hold('refund', 'before');
    const sleeping = shop.cancel(sleeper, order.id);
    await held.reached;
    shop.pass(30_001);
    await shop.driveDue(other);
    expect(await shop.refunds(order.id)).toEqual(['refunded 9.00']);

    held.release();
    await sleeping;
    expect(await shop.refunds(order.id)).toEqual(['refunded 9.00']);
    expect(await shop.announced('order.refunded')).toHaveLength(1);
    expect(await shop.violations()).toEqual([]);
  });

  test('expire while paying: the reservation holds until the payment is decided', async () => {
    const shop = await aPayingShop(given());
    const [paying, other] = [shop.aProcess(), shop.aProcess()];
    const { order } = await shop.place(paying, null);
    const held = paying.provider.hold('capture', 'before');
    const payment = shop.pay(paying, order.id);
    await held.reached;
    // Longer than its lease: another process takes over, and pays it.
    shop.passReservation();
    await shop.driveDue(other);
    expect(await shop.order(order.id)).toMatchObject({ status: 'processing' });
    held.release();
    expect(await payment).toMatchObject({ outcome: 'paid' });

    expect(await shop.payments(order.id)).toEqual(['captured']);
    expect(await shop.announced('order.paid')).toHaveLength(1);
    expect(await shop.stock()).toMatchObject({ onHand: 8, reserved: 0 });
    expect(await shop.violations()).toEqual([]);
  });

  test('expire while paying with a card that is declined: the order ends with the answer', async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const { order } = await shop.place(process, null);
    const held = process.provider.hold('authorize', 'before');
    const payment = shop.pay(process, order.id, { method: 'card_declined' });
    await held.reached;
    shop.passReservation();
    expect(await shop.order(order.id)).toMatchObject({ status: 'pending' });
    held.release();
    expect(await payment).toEqual({ outcome: 'notPayable', why: 'cancelled' });
    expect(await shop.stock()).toMatchObject({ onHand: 10, reserved: 0 });
    expect(await shop.violations()).toEqual([]);
  });

  test('capture after cancel: money that is taken when the order is gone goes back', async () => {
    const shop = await aPayingShop(given());
    const [dying, other] = [shop.aProcess(), shop.aProcess()];
    const { order } = await shop.place(dying, null);
    const held = dying.provider.hold('capture', 'after');
    const payment = shop.pay(dying, order.id);
    await held.reached;
    await shop.cancel(other, order.id);
    // Whoever took the money never says so.
    shop.pass(30_001);
    await shop.driveDue(other);
    expect(await shop.payments(order.id)).toEqual(['captured']);
    expect(await shop.refunds(order.id)).toEqual(['refunded 9.00']);
    held.release();
    await payment;
    expect(await shop.refunds(order.id)).toEqual(['refunded 9.00']);
    expect(await shop.violations()).toEqual([]);
  });

  test('an authorization that arrives when the order is cancelled and settled is voided by its notice', async () => {
    const shop = await aPayingShop(given());
    const [dying, other] = [shop.aProcess(), shop.aProcess()];
    const { order } = await shop.place(dying, null);
    const held = dying.provider.hold('authorize', 'before');
    const payment = shop.pay(dying, order.id);
    await held.reached;
    await shop.cancel(other, order.id);
    shop.pass(30_001);
    await shop.driveDue(other);
    expect(await shop.payments(order.id)).toEqual(['declined']);

    held.release();
    await payment;
    await dying.deliver();
    const [arrived] = (await given().stores.payments.paymentsOf([order.id]))[0]?.payments ?? [];
    expect(await dying.sandbox.find(arrived?.key ?? '')).toMatchObject({ outcome: 'voided' });
    expect(await shop.payments(order.id)).toEqual(['declined']);
    expect(await shop.violations()).toEqual([]);
  });

  for (const method of ['card_webhook_first', 'card_duplicate_webhook']) {
    test(`${method}: a notice is no second payment, whenever and however often it comes`, async () => {
      const shop = await aPayingShop(given());
      const process = shop.aProcess({ noticesAtOnce: true });
      const { outcome, order } = await shop.place(process, method);
      await process.sandbox.settle();
      shop.pass(30_001);
      await shop.driveDue(process);
      expect(['paid', 'pending']).toContain(outcome);
      expect(await shop.order(order.id)).toMatchObject({ status: 'processing' });
      expect(await shop.payments(order.id)).toEqual(['captured']);
      expect(await shop.announced('order.paid')).toHaveLength(1);
      expect(await shop.violations()).toEqual([]);
    });
  }

  test('two tabs place the same cart at once: it is ordered and paid once', async () => {
    const shop = await aPayingShop(given());
    const cart = aCart([{ sku: 'MUG-1', quantity: 2 }]);
    const [one, other] = [shop.aProcess({ cart }), shop.aProcess({ cart })];
    const placeIn = (process: PayingProcess, idempotencyKey: string) =>
      process.placeOrder({
        ...{ items: null, method: 'card_approved', idempotencyKey },
        caller: { identity: customer('1'), requestId: 'request-1' },
      });
    const held = one.provider.hold('authorize', 'before');
    const first = placeIn(one, 'key-of-tab-1');
    await held.reached;
    expect(await placeIn(other, 'key-of-tab-2')).toEqual({ outcome: 'emptyCart' });
    // The same tab, impatient.
    expect(await placeIn(other, 'key-of-tab-1')).toMatchObject({ outcome: 'pending', redirectUrl: null });
    held.release();
    expect(await first).toMatchObject({ outcome: 'paid' });
    expect(await shop.announced('order.created')).toHaveLength(1);
    expect(await shop.announced('order.paid')).toHaveLength(1);
    expect(await shop.stock()).toMatchObject({ onHand: 8, reserved: 0 });
    expect(await shop.violations()).toEqual([]);
  });

  test('two tabs pay one order at once: one pays, the other is told to wait', async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const { order } = await shop.place(process, null);
    const held = process.provider.hold('authorize', 'after');
    const first = shop.pay(process, order.id);
    await held.reached;
    expect(await shop.pay(process, order.id)).toMatchObject({ outcome: 'pending', redirectUrl: null });
    held.release();
    expect(await first).toMatchObject({ outcome: 'paid' });
    expect(await shop.payments(order.id)).toEqual(['captured']);
    expect(await shop.violations()).toEqual([]);
  });

  test('twenty drivers of one saga: each step is taken once', async () => {
    const shop = await aPayingShop(given());
    const processes = Array.from({ length: 5 }, () => shop.aProcess());
    const [first] = processes;
    if (first === undefined) throw new Error('there must be a process');
    const { order } = await shop.place(first, 'card_lost_request');
    shop.pass(1_000);
    await Promise.all(processes.flatMap((process) => [1, 2, 3, 4].map(() => shop.driveDue(process))));
    expect(await shop.order(order.id)).toMatchObject({ status: 'processing' });
    const asked = processes.flatMap(({ provider }) => provider.asked);
    expect(asked.filter((one) => one.startsWith('capture'))).toHaveLength(1);
    expect(await shop.violations()).toEqual([]);
  });
}
