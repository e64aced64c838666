import { expect, test } from '@jest/globals';
import { PaymentUnavailable } from '../src/payments/payment-provider.ts';
import { createSagaDesk } from '../src/saga-desk.ts';
import { aPayingShop } from './a-paying-shop.ts';
import type { TestShop } from './engines.ts';

/** What the person on call can do about orders that hang. */
export function sagaDeskContract(given: () => TestShop): void {
  /** An order whose payment is not answered, beyond the deadline of its step. */
  const aStuckOrder = async () => {
    const shop = await aPayingShop(given());
    const process = shop.aProcess();
    const { order } = await shop.place(process, null);
    const held = process.provider.hold('authorize', 'before');
    const paying = shop.pay(process, order.id);
    await held.reached;
    held.release(new PaymentUnavailable('sandbox'));
    await paying;
    shop.pass(120_001);
    return { shop, process, order, desk: createSagaDesk({ stores: given().stores, now: shop.now }) };
  };

  test('an order that hangs is told with its step and why, and goes on when it is retried', async () => {
    const { shop, process, order, desk } = await aStuckOrder();
    expect(await desk.stuck()).toEqual([
      {
        ...{ orderId: order.id, step: 'authorize', tries: 1, deadlineAt: expect.any(Date), nextAt: expect.any(Date) },
        lastFailure: 'PaymentUnavailable: The payment provider sandbox does not answer.',
      },
    ]);
    expect(await desk.retry(order.id)).toBe(true);
    await shop.driveDue(process);
    expect(await shop.order(order.id)).toMatchObject({ status: 'processing' });
    expect(await desk.stuck()).toEqual([]);
    expect(await desk.retry(order.id)).toBe(false);
    expect(await desk.retry('1')).toBe(false);
  });

  test('an order that is compensated is cancelled, and whatever was paid goes back', async () => {
    const { shop, process, order, desk } = await aStuckOrder();
    expect(await desk.compensate(order.id)).toBe('cancelled');
    expect(await desk.compensate(order.id)).toBe('cancelledBefore');
    expect(await desk.compensate('1')).toBe('unknown');
    await shop.driveDue(process);
    expect(await shop.saga(order.id)).toMatchObject({ state: 'undone' });
    expect(await shop.stock()).toMatchObject({ onHand: 10, reserved: 0 });
    expect(await shop.violations()).toEqual([]);
  });
}
