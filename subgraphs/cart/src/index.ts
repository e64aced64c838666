export { cartConfigShape } from './config.ts';
export { type CartLine } from './store/cart-store.ts';
export { type NewNotification } from './store/notification-store.ts';
export { openCartStores, type CartStores } from './store/open-stores.ts';
export { type NewUserSession } from './store/session-store.ts';
export { createCartSubgraph } from './subgraph.ts';
