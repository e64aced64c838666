import type { StoreGuard } from '@mosaico/service';
import type { Database } from './connect.ts';
import type { CustomerStore } from './customer-store.ts';
import type { AccountStore } from './accounts/account-store.ts';
import type { AddressBookStore } from './accounts/address-book-store.ts';
import type { AttemptStore } from './accounts/attempt-store.ts';
import type { LoginSessionStore } from './accounts/login-session-store.ts';
import type { MailQueue } from './accounts/mail-queue.ts';
import { createSqlAccountStore } from './accounts/sql-account-store.ts';
import { createSqlAddressBookStore } from './accounts/sql-address-book-store.ts';
import { createSqlAttemptStore } from './accounts/sql-attempt-store.ts';
import { createSqlMailQueue } from './accounts/sql-mail-queue.ts';
import type { OrderStore } from './order-store.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { createSqlDeliveryStore } from './delivery/sql-delivery-store.ts';
import type { PaymentStore } from './payment-store.ts';
import type { PricingStore } from './pricing-store.ts';
import { createSqlPricingStore } from './pricing/sql-pricing-store.ts';
import { createSqlPaymentStore } from './payments/sql-payment-store.ts';
import { createSqlCustomerStore } from './sql-customer-store.ts';
import type { SagaStore } from './saga-store.ts';
import { createSqlLoginSessionStore } from './accounts/sql-login-session-store.ts';
import { createSqlOrderStore } from './sql-order-store.ts';
import { createSqlSagaStore } from './sql-saga-store.ts';
import { createSqlStockStore } from './sql-stock-store.ts';
import type { StockStore } from './stock-store.ts';

/** How long a question of a page may take. */
const readLimitMs = 3_000;
/** How long opening an account, placing an order or following the catalog may take: the queue for a unit that everybody wants included. */
const writeLimitMs = 10_000;

/** What the subgraph asks of its database. */
export interface OrdersPorts {
  readonly customers: CustomerStore;
  readonly stock: StockStore;
  readonly orders: OrderStore;
  readonly payments: PaymentStore;
  readonly deliveries: DeliveryStore;
  readonly pricing: PricingStore;
  readonly sagas: SagaStore;
  readonly sessions: LoginSessionStore;
  readonly accounts: AccountStore;
  readonly addressBook: AddressBookStore;
  readonly attempts: AttemptStore;
  readonly mails: MailQueue;
}

/** The questions of pages: what a replica can answer as well. */
export interface OrdersReads {
  readonly customers: Pick<CustomerStore, 'find' | 'addressesOf' | 'rolesOf'>;
  readonly stock: Pick<StockStore, 'stockOfSkus' | 'stockOfProducts'>;
  readonly orders: Pick<
    OrderStore,
    'find' | 'itemsOf' | 'statusHistoryOf' | 'discountsOf' | 'deliveryAddressesOf' | 'pagesOf'
  >;
  readonly payments: Pick<PaymentStore, 'paymentsOf' | 'refundsOf'>;
  readonly deliveries: Pick<DeliveryStore, 'parcelsOf' | 'returnsOf'>;
}

/**
 * The ports over a database that the guard guards.
 *
 * @param options.bulk the same database with connections of its own, for what no page waits for
 * @param options.limitMs of a page's question
 */
export function createSqlStores(options: {
  database: Database;
  bulk: Database;
  guard: StoreGuard;
  limitMs?: number;
}): OrdersPorts {
  const { database, bulk, guard, limitMs = readLimitMs } = options;
  return {
    customers: guard.protect('customers', createSqlCustomerStore(database, bulk), {
      limitMs,
      exceptions: { add: writeLimitMs, upsert: Infinity, count: Infinity },
    }),
    stock: guard.protect('stock', createSqlStockStore(database, bulk), {
      limitMs,
      exceptions: { followCatalog: writeLimitMs, upsert: Infinity, offLedger: Infinity, counts: Infinity },
    }),
    orders: guard.protect('orders', createSqlOrderStore(database, bulk), {
      limitMs,
      exceptions: { transaction: writeLimitMs, addMissing: Infinity, counts: Infinity },
    }),
    deliveries: guard.protect('deliveries', createSqlDeliveryStore(database), { limitMs }),
    payments: guard.protect('payments', createSqlPaymentStore(database), {
      limitMs,
      exceptions: { takeOnPayments: writeLimitMs, takeOnRefunds: writeLimitMs },
    }),
    pricing: guard.protect('pricing', createSqlPricingStore(database), {
      limitMs,
      exceptions: { saveShippingMethod: writeLimitMs, saveTaxRate: writeLimitMs },
    }),
    sagas: guard.protect('sagas', createSqlSagaStore(database), { limitMs }),
    sessions: guard.protect('sessions', createSqlLoginSessionStore(database), { limitMs: writeLimitMs }),
    accounts: guard.protect('accounts', createSqlAccountStore(database), { limitMs: writeLimitMs }),
    addressBook: guard.protect('addressBook', createSqlAddressBookStore(database), { limitMs: writeLimitMs }),
    attempts: guard.protect('attempts', createSqlAttemptStore(database), { limitMs }),
    mails: guard.protect('mails', createSqlMailQueue(database), { limitMs: writeLimitMs }),
  };
}
