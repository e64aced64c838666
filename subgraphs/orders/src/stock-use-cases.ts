import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { createChangeStock } from './domain/change-stock.ts';
import { createAddWarehouse, createSetStockRules } from './domain/stock-rules.ts';
import type { OrderStore } from './store/order-store.ts';

/** What members of staff do to stock: put together for `subgraph.ts`. */
export function createStockUseCases(options: {
  orders: Pick<OrderStore, 'transaction'>;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}) {
  return {
    changeStock: createChangeStock(options),
    setStockRules: createSetStockRules(options),
    addWarehouse: createAddWarehouse(options),
  };
}
