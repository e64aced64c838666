import { expect, test } from '@jest/globals';
import { operationKeys, type PaymentNotice } from '../src/payments/payment-provider.ts';
import type { PaymentRecord } from '../src/store/payment-store.ts';
import { amount, aTill, type Till } from './a-till.ts';
import type { TestShop } from './engines.ts';
import { eventsIn } from './events.ts';
import { anOrder, numbers } from './records.ts';

/** What settles payments whose answers were lost, came late, or came as notices. */
export function settlementContract(shop: () => TestShop): void {
  const orderId = '1000001';
  const notice = (payment: PaymentRecord, changes: Partial<PaymentNotice> = {}): PaymentNotice => ({
    id: 'notice-1',
    paymentKey: payment.key,
    reference: payment.reference,
    ...changes,
  });
  const paymentsAndRefunds = async () => {
    const [payments] = await shop().stores.payments.paymentsOf([orderId]);
    const [refunds] = await shop().stores.payments.refundsOf([orderId]);
    return [
      (payments?.payments ?? []).map(({ status }) => status),
      (refunds?.refunds ?? []).map(({ status, amount: given, key }) => [status, given, key]),
    ];
  };
  const authorize = (till: Till, { key, method }: PaymentRecord) =>
    till.sandbox.authorize({ key, orderId, amount, currency: 'GBP', method });
  /** A payment that its order has gone on without. */
  async function anEndedPayment(till: Till, status: 'declined' | 'voided' = 'declined'): Promise<PaymentRecord> {
    await shop().stores.orders.addMissing([anOrder({ id: orderId, number: orderId, status: 'cancelled' })]);
    const payment = await till.aPayment({ orderId, key: 'order:1000001:1', method: 'card_approved' });
    return till.record(payment, { status, declineCode: status === 'declined' ? 'neverArrived' : null, askAt: null });
  }

  test('a notice about an open payment has its order go on, once for the same notice', async () => {
    const till = aTill(shop());
    await shop().stores.orders.addMissing([anOrder({ id: orderId, number: orderId, status: 'pending' })]);
    const payment = await till.aPayment({ orderId, key: 'order:1000001:1', method: 'card_approved' });
    expect(await till.settlement.notice(notice(payment))).toBe('settled');
    expect(await till.settlement.notice(notice(payment))).toBe('repeated');
    expect(await till.settlement.notice(notice(payment, { id: 'notice-2' }))).toBe('settled');
    expect(till.wentOn).toEqual([orderId, orderId]);
  });

  test('a notice without our key finds its payment by the reference, and one of nobody is left alone', async () => {
    const till = aTill(shop());
    const payment = await till.aPaidOrder();
    expect(await till.settlement.notice(notice(payment, { paymentKey: null }))).toBe('settled');
    const foreign = { id: 'notice-2', paymentKey: null, reference: 'sbx_of_somebody_else' };
    expect(await till.settlement.notice(foreign)).toBe('notOurs');
    expect(await till.settlement.notice({ ...foreign, reference: null })).toBe('notOurs');
    expect(till.wentOn).toEqual([]);
  });

  test('what is open and due is gone on with, by one of several who sweep at once', async () => {
    const till = aTill(shop());
    await shop().stores.orders.addMissing([anOrder({ id: orderId, number: orderId, status: 'pending' })]);
    await till.aPayment({ orderId, key: 'order:1000001:1', method: 'card_approved' });
    const swept = await Promise.all(numbers(5).map(() => till.settlement.sweep()));
    expect(swept.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(till.wentOn).toEqual([orderId]);
    till.now = new Date(till.now.getTime() + 60_000);
    expect(await till.settlement.sweep()).toBe(1);
  });

  test('money that was taken for an order that has gone on without it goes back whole, once', async () => {
    const till = aTill(shop());
    const payment = await anEndedPayment(till);
    const { reference } = await authorize(till, payment);
    const { capture } = operationKeys(payment.key);
    await till.sandbox.capture({ key: capture, reference: reference ?? '', amount, currency: 'GBP' });
    await Promise.all(numbers(4).map((number) => till.settlement.notice(notice(payment, { id: `notice-${number}` }))));
    expect(await paymentsAndRefunds()).toEqual([['captured'], [['refunded', amount, 'late:order:1000001:1']]]);
    expect((await eventsIn(shop())).map(({ type }) => type)).toEqual(['order.refunded']);
  });

  test('money that is set aside for an order that has gone on without it is given up', async () => {
    for (const status of ['declined', 'voided'] as const) {
      const till = aTill(shop());
      const payment = await anEndedPayment(till, status);
      await authorize(till, payment);
      expect(await till.settlement.notice(notice(payment, { id: `notice-${status}` }))).toBe('settled');
      expect(await till.sandbox.find(payment.key)).toMatchObject({ outcome: 'voided' });
      await till.write((transaction) => transaction.recordPayment(payment.id, { status, at: till.now, askAt: null }));
    }
    expect(await paymentsAndRefunds()).toEqual([['voided'], []]);
  });

  test('a payment that the provider has never heard of stays as it is', async () => {
    const till = aTill(shop());
    const payment = await anEndedPayment(till);
    expect(await till.settlement.notice(notice(payment))).toBe('settled');
    expect(await paymentsAndRefunds()).toEqual([['declined'], []]);
  });
}
