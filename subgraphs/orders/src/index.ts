export { ordersConfigShape } from './config.ts';
export { hashPassword } from './domain/accounts/password.ts';
export { type BulkResult, type CustomerImport } from './store/customer-store.ts';
export type { AddressRecord } from './store/accounts/address-book-store.ts';
export { openMailer } from './mail/open-mailer.ts';
export { ordersWebhooks } from './orders-webhooks.ts';
export type { Violation } from './store/invariant.ts';
export { openOrdersStores, type OrdersStores } from './store/open-stores.ts';
export {
  type OrderImport,
  type OrderItemRecord,
  type OrderStatus,
  type StatusChangeRecord,
} from './store/order-store.ts';
export { type SellableImport } from './store/stock-store.ts';
export type { SellableStatus } from './store/stock-record.ts';
export { createSagaDesk, type StuckSaga } from './saga-desk.ts';
export { createOrdersSubgraph } from './subgraph.ts';
