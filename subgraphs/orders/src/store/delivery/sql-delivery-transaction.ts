import { insertRows } from '../bulk.ts';
import type { Database } from '../connect.ts';
import type { DeliveryTransaction } from '../delivery-store.ts';
import { readParcels, readReturns, toParcel, toReturn, type ParcelRow, type ReturnRow } from './delivery-rows.ts';

/** @param transaction the database, bound to the transaction */
export function createSqlDeliveryTransaction(transaction: Database): DeliveryTransaction {
  const { knex, dialect } = transaction;
  return {
    parcelsOfOrder: (orderId) => readParcels(knex, [Number(orderId)]),

    async addParcel({ orderId, key, fingerprint, carrier, trackingCode, actor, shippedAt, lines }) {
      const row: Omit<ParcelRow, 'parcel_id'> = {
        order_id: Number(orderId),
        parcel_key: key,
        fingerprint,
        carrier,
        tracking_code: trackingCode,
        actor,
        shipped_at: shippedAt,
        delivered_at: null,
      };
      const id = await dialect.insertForId(knex, { table: 'parcels', row, id: 'parcel_id' });
      await insertRows(
        transaction,
        'parcel_lines',
        lines.map(({ sku, quantity }) => ({ parcel_id: id, sku, quantity })),
      );
      return toParcel({ ...row, parcel_id: id }, lines);
    },

    async markParcelDelivered(parcelId, { at }) {
      await knex('parcels')
        .where({ parcel_id: Number(parcelId) })
        .update({ delivered_at: at });
    },

    returnsOfOrder: (orderId) => readReturns(knex, [Number(orderId)]),

    async addReturn({ orderId, key, fingerprint, reason, actor, requestedAt, lines }) {
      const row: Omit<ReturnRow, 'return_id'> = {
        order_id: Number(orderId),
        return_key: key,
        fingerprint,
        reason,
        actor,
        requested_at: requestedAt,
        received_at: null,
        restocked: null,
        refund_id: null,
      };
      const id = await dialect.insertForId(knex, { table: 'order_returns', row, id: 'return_id' });
      await insertRows(
        transaction,
        'order_return_lines',
        lines.map(({ sku, quantity }) => ({ return_id: id, sku, quantity })),
      );
      return toReturn({ ...row, return_id: id }, lines);
    },

    async markReturnReceived(returnId, { at, restocked }) {
      await knex('order_returns')
        .where({ return_id: Number(returnId) })
        .update({ received_at: at, restocked: restocked ? 1 : 0 });
    },

    async tieReturnToRefund(returnId, { refundId }) {
      await knex('order_returns')
        .where({ return_id: Number(returnId) })
        .update({ refund_id: Number(refundId) });
    },
  };
}
