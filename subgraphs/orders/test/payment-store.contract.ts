import { expect, test } from '@jest/globals';
import type { OrderTransaction } from '../src/store/order-store.ts';
import type { NewPayment, NewRefund, PaymentRecord } from '../src/store/payment-store.ts';
import type { TestShop } from './engines.ts';
import { anOrder, numbers } from './records.ts';
import { waitUntilBlocked } from './wait-until-blocked.ts';

const at = new Date('2026-02-03T04:05:06.789Z');
const later = new Date('2026-02-03T04:06:00.000Z');
const afterIt = new Date('2026-02-03T04:07:00.000Z');

function aPayment(changes: Partial<NewPayment> = {}): NewPayment {
  return {
    orderId: '1000001',
    key: 'pay-1',
    provider: 'sandbox',
    method: 'card_approved',
    amount: '9.00',
    currency: 'GBP',
    ...changes,
  };
}
function aRefund(changes: Partial<NewRefund>): NewRefund {
  return {
    orderId: '1000001',
    paymentId: '1',
    key: 'refund-1',
    amount: '4.50',
    currency: 'GBP',
    reason: 'One was broken',
    actor: '1000900',
    ...changes,
  };
}

/** What every PaymentStore does, and the steps of paying in a transaction of an OrderStore. */
export function paymentStoreContract(shop: () => TestShop): void {
  const payments = () => shop().stores.payments;
  const write = <Value>(work: (transaction: OrderTransaction) => Promise<Value>): Promise<Value> =>
    shop().stores.orders.transaction(async (transaction) => ({ keep: true, value: await work(transaction) }));
  const pay = (changes: Partial<NewPayment> = {}): Promise<PaymentRecord> =>
    write((transaction) => transaction.addPayment(aPayment(changes), { at, askAt: later }));
  const anOrderOf = (...ids: readonly string[]) =>
    shop().stores.orders.addMissing(ids.map((id) => anOrder({ id, number: id, status: 'pending' })));

  test('a payment is unknown until its answer is kept, and is found by its key and by its reference', async () => {
    await anOrderOf('1000001');
    const begun = await pay();
    expect(begun).toEqual({
      ...aPayment(),
      id: expect.stringMatching(/^\d+$/),
      status: 'unknown',
      reference: null,
      declineCode: null,
      redirectUrl: null,
      startedAt: at,
      changedAt: at,
    });
    const captured = await write((transaction) =>
      transaction.recordPayment(begun.id, { status: 'captured', reference: 'ref-1', at: later, askAt: null }),
    );
    expect(captured).toEqual({ ...begun, status: 'captured', reference: 'ref-1', changedAt: later });
    expect(await payments().findPayment({ key: 'pay-1' })).toEqual(captured);
    expect(await payments().findPayment({ provider: 'sandbox', reference: 'ref-1' })).toEqual(captured);
    expect(await payments().findPayment({ provider: 'stripe', reference: 'ref-1' })).toBeNull();
    expect(await payments().findPayment({ key: 'pay-2' })).toBeNull();
  });

  test('what a change does not name stays, and what it names as null goes', async () => {
    await anOrderOf('1000001');
    const { id } = await pay();
    const steps = await write(async (transaction) => [
      await transaction.recordPayment(id, {
        status: 'actionRequired',
        reference: 'ref-1',
        redirectUrl: 'https://bank.example/1',
        at,
        askAt: later,
      }),
      await transaction.recordPayment(id, {
        status: 'declined',
        redirectUrl: null,
        declineCode: 'authenticationFailed',
        at,
        askAt: null,
      }),
    ]);
    expect(steps).toMatchObject([
      { status: 'actionRequired', reference: 'ref-1', redirectUrl: 'https://bank.example/1', declineCode: null },
      { status: 'declined', reference: 'ref-1', redirectUrl: null, declineCode: 'authenticationFailed' },
    ]);
  });

  test('the same key is the same payment and the same refund, and nothing is written twice', async () => {
    await anOrderOf('1000001');
    const first = await pay();
    expect(await pay({ amount: '5.00' })).toEqual(first);
    const refund = (changes: Partial<NewRefund> = {}) =>
      write((transaction) => transaction.addRefund(aRefund({ paymentId: first.id, ...changes }), { at, askAt: later }));
    const begun = await refund();
    expect(await refund({ amount: '1.00' })).toEqual(begun);
    expect(await payments().findRefund('refund-1')).toEqual(begun);
    expect(await payments().paymentsOf(['1000001'])).toEqual([{ orderId: '1000001', payments: [first] }]);
    expect(await payments().refundsOf(['1000001'])).toEqual([{ orderId: '1000001', refunds: [begun] }]);
  });

  test('a refund is unknown until its answer is kept', async () => {
    await anOrderOf('1000001');
    const { id } = await pay();
    const begun = await write((transaction) => transaction.addRefund(aRefund({ paymentId: id }), { at, askAt: later }));
    expect(begun).toEqual({
      ...aRefund({ paymentId: id }),
      id: expect.stringMatching(/^\d+$/),
      status: 'unknown',
      reference: null,
      declineCode: null,
      requestedAt: at,
      changedAt: at,
    });
    const refunded = await write((transaction) =>
      transaction.recordRefund(begun.id, { status: 'refunded', reference: 're-1', at: later, askAt: null }),
    );
    expect(refunded).toEqual({ ...begun, status: 'refunded', reference: 're-1', changedAt: later });
  });

  test('several orders are asked for at once, each with its own in the order in which they began', async () => {
    await anOrderOf('1', '2', '3');
    const begun = [
      { orderId: '2', key: 'a' },
      { orderId: '1', key: 'b' },
      { orderId: '2', key: 'c' },
    ];
    for (const { orderId, key } of begun) {
      const { id } = await pay({ orderId, key });
      await write((transaction) =>
        transaction.addRefund(aRefund({ orderId, paymentId: id, key: `r-${key}` }), { at, askAt: later }),
      );
    }
    const ids = ['3', '2', '1', '999', 'none'];
    const keys = (await payments().paymentsOf(ids)).map((of) => [of.orderId, of.payments.map(({ key }) => key)]);
    expect(new Map(keys as [string, string[]][])).toEqual(
      new Map([
        ['1', ['b']],
        ['2', ['a', 'c']],
      ]),
    );
    const refunds = await payments().refundsOf(ids);
    expect(
      refunds
        .map((of) => of.refunds.map(({ key }) => key))
        .flat()
        .toSorted(),
    ).toEqual(['r-a', 'r-b', 'r-c']);
    const inTransaction = await write(async (transaction) => [
      await transaction.paymentsOfOrder('2'),
      await transaction.refundsOfOrder('2'),
    ]);
    expect(inTransaction.map((records) => records.map(({ key }) => key))).toEqual([
      ['a', 'c'],
      ['r-a', 'r-c'],
    ]);
  });

  test('a payment of an order that is not there, and one of nothing, are refused', async () => {
    await expect(pay()).rejects.toThrow();
    await anOrderOf('1000001');
    await expect(pay({ amount: '0.00' })).rejects.toThrow();
    await expect(
      write((transaction) => transaction.recordPayment('77', { status: 'voided', at, askAt: null })),
    ).rejects.toThrow('There is no payment 77.');
    await expect(
      write((transaction) => transaction.recordRefund('77', { status: 'declined', at, askAt: null })),
    ).rejects.toThrow('There is no refund 77.');
    expect(await payments().paymentsOf(['1000001'])).toEqual([]);
  });

  test('what is due is taken on once by one of many who look, again when its time has come, and never when settled', async () => {
    await anOrderOf('1000001');
    const keys = numbers(20).map((number) => `pay-${String(number).padStart(2, '0')}`);
    for (const key of keys) await pay({ key });
    const takeOn = (now: Date) => payments().takeOnPayments({ now, leaseUntil: afterIt, limit: 5 });

    expect(await takeOn(at)).toEqual([]);
    const taken = (await Promise.all(numbers(8).map(() => takeOn(later)))).flat();
    // Who comes while others are at it passes theirs over.
    while (taken.length < 20) {
      const more = await takeOn(later);
      expect(more).not.toEqual([]);
      taken.push(...more);
    }
    expect(taken.map(({ key }) => key).toSorted()).toEqual(keys);
    expect(await takeOn(later)).toEqual([]);

    const [first, second] = taken;
    if (!first || !second) throw new Error('twenty payments must have been taken on');
    await write((transaction) =>
      transaction.recordPayment(first.id, { status: 'declined', declineCode: 'cardDeclined', at, askAt: null }),
    );
    const again = await payments().takeOnPayments({ now: afterIt, leaseUntil: new Date('2026-03-01'), limit: 100 });
    expect(again).toHaveLength(19);
    expect(again.map(({ id }) => id)).not.toContain(first.id);
  });

  test('refunds that are due are taken on as payments are', async () => {
    await anOrderOf('1000001');
    const { id } = await pay();
    for (const key of ['r-1', 'r-2', 'r-3']) {
      await write((transaction) => transaction.addRefund(aRefund({ paymentId: id, key }), { at, askAt: later }));
    }
    const takeOn = (limit: number) => payments().takeOnRefunds({ now: later, leaseUntil: afterIt, limit });
    expect((await takeOn(2)).map(({ key }) => key)).toEqual(['r-1', 'r-2']);
    expect((await takeOn(2)).map(({ key }) => key)).toEqual(['r-3']);
    expect(await takeOn(2)).toEqual([]);
  });

  test('who locks an order waits for another who has it, and sees what that one wrote', async () => {
    await anOrderOf('1000001');
    const locked = Promise.withResolvers<undefined>();
    const release = Promise.withResolvers<undefined>();
    const first = write(async (transaction) => {
      expect(await transaction.lockOrder('1000001')).toMatchObject({ id: '1000001', status: 'pending' });
      locked.resolve(undefined);
      await release.promise;
      await transaction.addPayment(aPayment(), { at, askAt: later });
    });
    await locked.promise;
    const second = write(async (transaction) => {
      await transaction.lockOrder('1000001');
      return transaction.paymentsOfOrder('1000001');
    });
    await waitUntilBlocked(shop().database).finally(() => release.resolve(undefined));
    await first;
    expect(await second).toHaveLength(1);
    expect(await write((transaction) => transaction.lockOrder('77'))).toBeNull();
  });
}
