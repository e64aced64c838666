import { expect, test } from '@jest/globals';
import { PaymentUnavailable } from '../src/payments/payment-provider.ts';
import { aPayingShop } from './a-paying-shop.ts';
import type { TestShop } from './engines.ts';

/** From an order to its money, as it goes when one thing happens after another. */
export function orderSagaContract(given: () => TestShop): void {
  test('an order that is placed with a payment is paid, its units are sold, and each step is noted and announced', async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const { outcome, order } = await shop.place(process, 'card_approved');

    expect([outcome, order.status]).toEqual(['paid', 'processing']);
    expect(await shop.steps(order.id)).toEqual(['reserve done', 'authorize done', 'capture done']);
    expect(await shop.saga(order.id)).toMatchObject({ state: 'done', step: null, nextAt: null, deadlineAt: null });
    expect(await shop.payments(order.id)).toEqual(['captured']);
    expect(await shop.stock()).toMatchObject({ onHand: 8, reserved: 0 });
    expect(await shop.announced()).toEqual(['order.created', 'stock.changed', 'order.paid', 'stock.changed']);
    expect(await shop.announced('saga.progressed')).toHaveLength(2);
    expect(await given().stores.orders.statusHistoryOf([order.id])).toMatchObject([
      {
        history: [
          { status: 'pending', actor: 'customer:1' },
          { status: 'processing', actor: 'customer:1' },
        ],
      },
    ]);
    expect(await shop.violations()).toEqual([]);
  });

  test('an order without a payment waits for one; the same payment twice is one, and another one comes too late', async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const { order } = await shop.place(process, null);
    expect(await shop.stock()).toMatchObject({ onHand: 10, reserved: 2 });
    expect(await shop.saga(order.id)).toMatchObject({ state: 'waiting', step: 'authorize', tries: 0 });

    const key = 'payment-1';
    expect(await shop.pay(process, order.id, { key })).toMatchObject({
      outcome: 'paid',
      order: { status: 'processing' },
    });
    expect(await shop.pay(process, order.id, { key })).toMatchObject({ outcome: 'paid' });
    expect(await shop.pay(process, order.id, { key, method: 'card_declined' })).toEqual({ outcome: 'keyConflict' });
    expect(await shop.pay(process, order.id)).toEqual({ outcome: 'notPayable', why: 'paid' });
    expect(await shop.payments(order.id)).toEqual(['captured']);
    expect(await shop.violations()).toEqual([]);
  });

  test('a declined payment leaves the order to be paid by another one, and is told again to who asks again', async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const key = 'placement-1';
    const declined = { outcome: 'declined', code: 'insufficientFunds' };
    const placed = await shop.place(process, 'card_declined_insufficient_funds', key);
    expect(placed).toMatchObject(declined);
    expect(await shop.place(process, 'card_declined_insufficient_funds', key)).toEqual(placed);
    expect(await shop.stock()).toMatchObject({ onHand: 10, reserved: 2 });

    // What was set aside is refused when it is to be taken.
    const { id } = placed.order;
    expect(await shop.pay(process, id, { method: 'card_capture_declined' })).toMatchObject({ outcome: 'declined' });
    expect(await shop.pay(process, id)).toMatchObject({ outcome: 'paid' });
    expect(await shop.payments(id)).toEqual(['declined', 'declined', 'captured']);
    expect(await shop.violations()).toEqual([]);
  });

  test('a payment that the shopper has to confirm is taken when the provider tells of it', async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const { outcome, order, ...rest } = await shop.place(process, 'card_3ds');
    expect(outcome).toBe('pending');
    expect(rest).toMatchObject({ redirectUrl: expect.stringMatching(/^https:/) });

    const [payment] = (await given().stores.payments.paymentsOf([order.id]))[0]?.payments ?? [];
    await process.sandbox.confirm(payment?.reference ?? '', { approve: true });
    await process.deliver();
    expect(await shop.order(order.id)).toMatchObject({ status: 'processing' });
    expect(await shop.steps(order.id)).toEqual(['reserve done', 'authorize done', 'authorize done', 'capture done']);
    expect(await shop.violations()).toEqual([]);
  });

  test('a payment that the shopper does not confirm is declined, also when no notice comes', async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const { order } = await shop.place(process, 'card_3ds');
    expect(await shop.pay(process, order.id)).toMatchObject({ outcome: 'pending' });

    const [payment] = (await given().stores.payments.paymentsOf([order.id]))[0]?.payments ?? [];
    await process.sandbox.confirm(payment?.reference ?? '', { approve: false });
    shop.pass(20_000);
    await shop.driveDue(process);
    expect(await shop.payments(order.id)).toEqual(['declined']);
    expect(await shop.pay(process, order.id)).toMatchObject({ outcome: 'paid' });
    expect(await shop.violations()).toEqual([]);
  });

  test.each(['card_timeout_then_authorized', 'card_timeout_then_captured', 'card_lost_request'])(
    'when the answer to %s never comes, then the provider is asked, and the money taken once',
    async (method) => {
      const shop = await aPayingShop(given());
      const process = shop.aProcess();
      const { outcome, order } = await shop.place(process, method);
      expect(outcome).toBe('pending');
      expect(await shop.order(order.id)).toMatchObject({ status: 'pending' });

      shop.pass(1_000);
      await shop.driveDue(process);
      expect(await shop.order(order.id)).toMatchObject({ status: 'processing' });
      expect(await shop.payments(order.id)).toEqual(['captured']);
      expect(await shop.violations()).toEqual([]);
    },
  );

  test('an order that nobody pays is cancelled when its reservation ends, and its units are free', async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const { order } = await shop.place(process, 'card_declined');
    await shop.driveDue(process);
    expect(await shop.order(order.id)).toMatchObject({ status: 'pending' });

    shop.passReservation();
    expect(await shop.pay(process, order.id)).toEqual({ outcome: 'notPayable', why: 'expired' });
    await shop.driveDue(process);
    expect(await shop.order(order.id)).toMatchObject({ status: 'cancelled' });
    expect(await shop.saga(order.id)).toMatchObject({ state: 'undone', step: null });
    expect(await shop.stock()).toMatchObject({ onHand: 10, reserved: 0 });
    expect(await given().stores.orders.statusHistoryOf([order.id])).toMatchObject([
      { history: [{}, { status: 'cancelled', actor: 'system', reason: 'The reservation has expired.' }] },
    ]);
    expect(await shop.pay(process, order.id)).toEqual({ outcome: 'notPayable', why: 'cancelled' });
    expect(await shop.violations()).toEqual([]);
  });

  test('a paid order that is cancelled is refunded once, and its units are on the shelf again', async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const { order } = await shop.place(process, 'card_approved');
    expect(await shop.cancel(process, order.id)).toMatchObject({
      outcome: 'cancelled',
      order: { status: 'cancelled' },
    });
    expect(await shop.cancel(process, order.id)).toMatchObject({ outcome: 'cancelled' });

    expect(await shop.refunds(order.id)).toEqual(['refunded 9.00']);
    expect(await shop.saga(order.id)).toMatchObject({ state: 'undone' });
    expect(await shop.steps(order.id)).toEqual(
      ['reserve', 'authorize', 'capture', 'settle', 'giveBack'].map((step) => `${step} done`),
    );
    expect(await shop.stock()).toMatchObject({ onHand: 10, reserved: 0 });
    expect((await shop.announced()).slice(-3)).toEqual(['order.cancelled', 'stock.changed', 'order.refunded']);
    expect(await shop.violations()).toEqual([]);
  });

  test('a refund whose answer is lost, or that the provider refuses, is tried again until the money is back', async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const lost = await shop.place(process, 'card_timeout_then_refunded');
    await shop.cancel(process, lost.order.id);
    expect(await shop.refunds(lost.order.id)).toEqual(['unknown 9.00']);
    shop.pass(1_000);
    await shop.driveDue(process);
    expect(await shop.refunds(lost.order.id)).toEqual(['refunded 9.00']);
    expect(await shop.violations()).toEqual([]);

    const refused = await shop.place(process, 'card_refund_declined');
    await shop.cancel(process, refused.order.id);
    for (let tries = 0; tries < 3; tries += 1) {
      shop.pass(60_000);
      await shop.driveDue(process);
    }
    expect(await shop.refunds(refused.order.id)).toEqual([...Array<string>(4).fill('declined 9.00'), 'unknown 9.00']);
    shop.pass(300_000);
    const stuck = await given().stores.sagas.stuck({ at: shop.now(), limit: 5 });
    expect(stuck.map(({ orderId }) => orderId)).toEqual([refused.order.id]);
  });

  test('when the provider is away, then the payment rests longer each time, and nothing is decided', async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const { order } = await shop.place(process, null);
    const away = process.provider.hold('authorize', 'before');
    const paying = shop.pay(process, order.id);
    await away.reached;
    away.release(new PaymentUnavailable('sandbox'));
    expect(await paying).toMatchObject({ outcome: 'pending', redirectUrl: null });
    expect(await shop.saga(order.id)).toMatchObject({ state: 'running', step: 'authorize', tries: 1 });

    shop.passReservation();
    const still = process.provider.hold('find', 'before');
    const driving = shop.driveDue(process);
    await still.reached;
    still.release(new PaymentUnavailable('sandbox'));
    await driving;
    expect(await shop.saga(order.id)).toMatchObject({ state: 'running', step: 'authorize', tries: 2 });
    expect(await shop.order(order.id)).toMatchObject({ status: 'pending' });

    // It was to be paid before its reservation ended, and is.
    await shop.driveDue(process);
    expect(await shop.order(order.id)).toMatchObject({ status: 'processing' });
    expect(await shop.violations()).toEqual([]);
  });
}
