export { ordersConfigShape } from './config.ts';
export { hashPassword } from './domain/accounts/password.ts';
export { type AddressRecord, type BulkResult, type CustomerImport } from './store/customer-store.ts';
export { openMailer } from './mail/open-mailer.ts';
export { ordersWebhooks } from './orders-webhooks.ts';
export { type Violation } from './store/invariants.ts';
export { openOrdersStores, type OrdersStores } from './store/open-stores.ts';
export {
  type OrderImport,
  type OrderItemRecord,
  type OrderStatus,
  type StatusChangeRecord,
} from './store/order-store.ts';
export { type SellableImport, type SellableStatus } from './store/stock-store.ts';
export { createSagaDesk, type StuckSaga } from './saga-desk.ts';
export { createOrdersSubgraph } from './subgraph.ts';
