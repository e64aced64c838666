import type { Handler } from '@mosaico/bus';
import type { WarehouseInbox } from '../store/warehouse-inbox.ts';
import { inWarehouse } from './in-warehouse.ts';

/** Reports name and group what a product sells as the catalog does. */
export function createProductUpdatedHandler({ inbox }: { inbox: WarehouseInbox }): Handler<'product.updated'> {
  return ({ id, data: { productId, revision, name, status, categoryId, variants } }) =>
    inWarehouse(
      inbox.productChanged(id, {
        catalogId: productId,
        revision,
        name,
        status,
        categoryId,
        skus: variants.map(({ sku }) => sku),
      }),
    );
}
