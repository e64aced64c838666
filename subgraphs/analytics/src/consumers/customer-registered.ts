import type { Handler } from '@mosaico/bus';
import type { WarehouseInbox } from '../store/warehouse-inbox.ts';
import { inWarehouse } from './in-warehouse.ts';

/** The warehouse knows a customer from the day they registered. */
export function createCustomerRegisteredHandler({ inbox }: { inbox: WarehouseInbox }): Handler<'customer.registered'> {
  return ({ id, data: { customerId, registeredAt } }) =>
    inWarehouse(inbox.customerRegistered(id, { id: customerId, at: new Date(registeredAt) }));
}
