import type { Handler } from '@mosaico/bus';
import type { WarehouseInbox } from '../store/warehouse-inbox.ts';
import { inWarehouse } from './in-warehouse.ts';

/** The warehouse keeps what it knows of a product that is no more, and takes no earlier state of it for a new one. */
export function createProductDeletedHandler({ inbox }: { inbox: WarehouseInbox }): Handler<'product.deleted'> {
  return ({ id, data: { productId, revision } }) =>
    inWarehouse(inbox.productDeleted(id, { catalogId: productId, revision }));
}
