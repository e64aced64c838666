import { createSilentLogger } from '@mosaico/service';
import { createCompleteRefund, type CompleteRefund } from '../src/domain/payments/complete-refund.ts';
import { createRefundOrder, type RefundOrder } from '../src/domain/payments/refund-order.ts';
import { createSettlement, type Settlement } from '../src/domain/payments/settlement.ts';
import { operationKeys } from '../src/payments/payment-provider.ts';
import { createSandboxProvider, type SandboxProvider } from '../src/payments/sandbox/sandbox-provider.ts';
import type { OrderImport, OrderTransaction } from '../src/store/order-store.ts';
import type { PaymentChange, PaymentRecord } from '../src/store/payment-store.ts';
import type { TestShop } from './engines.ts';
import { anEventFactory } from './events.ts';
import { anOrder } from './records.ts';

/** Where money comes in and goes back, over a shop and the sandbox; time stands still until a test sets it on. */
export interface Till {
  readonly sandbox: SandboxProvider;
  readonly settlement: Settlement;
  readonly completeRefund: CompleteRefund;
  readonly refundOrder: RefundOrder;
  /** The orders whose saga was told to go on. */
  readonly wentOn: string[];
  now: Date;
  /** An order whose payment has been captured, of 9.00. */
  aPaidOrder(options?: { id?: string; method?: string; order?: Partial<OrderImport> }): Promise<PaymentRecord>;
  /** A payment that the sandbox has never heard of; its order must be there. */
  aPayment(options: { orderId: string; key: string; method: string }): Promise<PaymentRecord>;
  record(payment: PaymentRecord, change: Omit<PaymentChange, 'at'>): Promise<PaymentRecord>;
  write<Value>(work: (transaction: OrderTransaction) => Promise<Value>): Promise<Value>;
}

export const amount = '9.00';

export function aTill({ stores }: TestShop): Till {
  const logger = createSilentLogger();
  const { orders, payments } = stores;
  const now = () => till.now;
  const sandbox = createSandboxProvider({ database: stores.sandbox, secret: 'a secret of the sandbox', now, logger });
  const completeRefund = createCompleteRefund({
    provider: sandbox,
    orders,
    createEvent: anEventFactory(),
    committed: () => Promise.resolve(),
    now,
  });
  const till: Till = {
    sandbox,
    completeRefund,
    wentOn: [],
    now: new Date('2026-02-03T04:05:06.789Z'),
    refundOrder: createRefundOrder({ orders, completeRefund, now }),
    settlement: createSettlement({
      provider: sandbox,
      payments,
      orders,
      completeRefund,
      goOn: (orderId) => Promise.resolve(void till.wentOn.push(orderId)),
      now,
      logger,
    }),
    write: (work) => orders.transaction(async (transaction) => ({ keep: true, value: await work(transaction) })),
    aPayment: ({ orderId, key, method }) =>
      till.write((transaction) =>
        transaction.addPayment(
          { orderId, key, provider: 'sandbox', method, amount, currency: 'GBP' },
          { at: till.now, askAt: till.now },
        ),
      ),
    record: (payment, change) =>
      till.write((transaction) => transaction.recordPayment(payment.id, { ...change, at: till.now })),
    async aPaidOrder({ id = '1000001', method = 'card_approved', order = {} } = {}) {
      await orders.addMissing([anOrder({ id, number: id, status: 'processing', ...order })]);
      const payment = await till.aPayment({ orderId: id, key: `order:${id}:1`, method });
      const keys = operationKeys(payment.key);
      const request = { orderId: id, amount, currency: 'GBP' } as const;
      const { reference } = await sandbox.authorize({ ...request, key: keys.authorize, method });
      if (reference === null) throw new Error(`The card ${method} must be approved.`);
      await sandbox.capture({ key: keys.capture, reference, amount, currency: 'GBP' });
      return till.record(payment, { status: 'captured', reference, askAt: null });
    },
  };
  return till;
}
