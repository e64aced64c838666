import { groupRows, rowIds } from '../bulk.ts';
import type { Database } from '../connect.ts';
import type { DeliveryStore } from '../delivery-store.ts';
import { readParcels, readReturns } from './delivery-rows.ts';

export function createSqlDeliveryStore({ knex }: Database): DeliveryStore {
  return {
    async parcelsOf(orderIds) {
      const all = await readParcels(knex, rowIds(orderIds));
      return Array.from(
        groupRows(all, ({ orderId }) => orderId),
        ([orderId, parcels]) => ({ orderId, parcels }),
      );
    },

    async returnsOf(orderIds) {
      const all = await readReturns(knex, rowIds(orderIds));
      return Array.from(
        groupRows(all, ({ orderId }) => orderId),
        ([orderId, returns]) => ({ orderId, returns }),
      );
    },

    async orderOf(of) {
      const [table, column, id] =
        'parcelId' in of
          ? (['parcels', 'parcel_id', of.parcelId] as const)
          : (['order_returns', 'return_id', of.returnId] as const);
      const row = await knex(table)
        .comment('delivery-store.orderOf')
        .whereIn(column, rowIds([id]))
        .first<{ order_id: number } | undefined>('order_id');
      return row === undefined ? null : String(row.order_id);
    },
  };
}
