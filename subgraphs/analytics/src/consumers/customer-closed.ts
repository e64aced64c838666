import type { Handler } from '@mosaico/bus';
import type { Invalidate } from '../caches.ts';
import type { WarehouseInbox } from '../store/warehouse-inbox.ts';
import { inWarehouse } from './in-warehouse.ts';

/** The warehouse counts what a customer bought also when the account is closed, as somebody's of whom it knows nothing. */
export function createCustomerClosedHandler(options: {
  inbox: WarehouseInbox;
  invalidate: Invalidate;
}): Handler<'customer.closed'> {
  const { inbox, invalidate } = options;
  return async ({ id, data: { customerId } }) => {
    await inWarehouse(inbox.customerClosed(id, { id: customerId }));
    await invalidate({ customerIds: [customerId] });
  };
}
