import { allocate } from '../../domain/allocate.ts';
import { inList, insertRows } from '../bulk.ts';
import type { Database } from '../connect.ts';
import { lockSellables } from './lock-sellables.ts';
import { moveStock, type Move } from './move-stock.ts';
import { createSqlStaffStock } from './sql-staff-stock.ts';
import type { StockReturn, StockTransaction } from '../stock-transaction.ts';

/** `open` until it is paid or expires; `owed` when it is paid and some of its units are not there yet; then `sold`, or `released`. */
type ReservationState = 'open' | 'owed' | 'sold' | 'released';

interface ReservationRow {
  order_id: number;
  product_id: number;
  warehouse_id: number;
  quantity: number;
  sold: number;
  returned: number;
  state: ReservationState;
}

/** @param transaction the database, bound to the transaction */
export function createSqlStockTransaction(transaction: Database): StockTransaction {
  const { knex } = transaction;

  /** Of an order, locked, in the order of their levels' key. */
  function lockReservations(orderId: string, states: readonly ReservationState[]): Promise<ReservationRow[]> {
    return knex('stock_reservations')
      .comment('stock-transaction.lockReservations')
      .where('order_id', Number(orderId))
      .whereIn('state', states)
      .orderBy(['product_id', 'warehouse_id'])
      .forUpdate()
      .select<ReservationRow[]>();
  }

  const lockUnitsOf = (rows: readonly ReservationRow[]) =>
    lockSellables(transaction, { productIds: Array.from(new Set(rows.map(({ product_id }) => product_id))) });

  return {
    ...createSqlStaffStock(transaction),

    lockSellables: (skus) => lockSellables(transaction, { skus }),

    async reserveStock(takes, { orderId, at, expiresAt }) {
      const parts = takes.flatMap(({ sellable, quantity }) => {
        const allocated = allocate(sellable.levels, quantity);
        if (allocated === null) throw new RangeError(`${quantity} of ${sellable.sku} cannot be reserved.`);
        return allocated.map((part) => ({ productId: sellable.productId, ...part }));
      });
      const changes = await moveStock(
        transaction,
        parts.map(({ quantity, ...level }) => ({ ...level, kind: 'reservation', onHand: 0, reserved: quantity })),
        { sellables: takes.map(({ sellable }) => sellable), orderId, reason: null, at },
      );
      await insertRows(
        transaction,
        'stock_reservations',
        parts.map(({ productId, warehouseId, quantity }) => ({
          order_id: Number(orderId),
          product_id: productId,
          warehouse_id: warehouseId,
          quantity,
          sold: 0,
          returned: 0,
          state: 'open' satisfies ReservationState,
          reserved_at: at,
          expires_at: expiresAt,
        })),
      );
      return changes;
    },

    async releaseStock(orderId, { at, reason }) {
      const rows = await lockReservations(orderId, ['open', 'owed']);
      if (rows.length === 0) return [];
      const sellables = await lockUnitsOf(rows);
      const moves = rows.map((row): Move => ({
        productId: row.product_id,
        warehouseId: row.warehouse_id,
        kind: 'release',
        onHand: 0,
        reserved: row.sold - row.quantity,
      }));
      const changes = await moveStock(transaction, moves, { sellables, orderId, reason, at });
      await knex('stock_reservations')
        .comment('stock-transaction.releaseStock')
        .where('order_id', Number(orderId))
        .whereIn('state', ['open', 'owed'] satisfies ReservationState[])
        .update({ state: 'released' satisfies ReservationState, ended_at: at });
      return changes;
    },

    async sellReserved(orderId, { at }) {
      const rows = await lockReservations(orderId, ['open']);
      if (rows.length === 0) return [];
      const sellables = await lockUnitsOf(rows);
      const onHand = new Map(
        sellables.flatMap(({ productId, levels }) =>
          levels.map((level) => [`${productId} ${level.warehouseId}`, level.onHand]),
        ),
      );
      const sales = rows.map((row) => ({
        row,
        units: Math.min(row.quantity, onHand.get(`${row.product_id} ${row.warehouse_id}`) ?? 0),
      }));
      const moves = sales
        .filter(({ units }) => units > 0)
        .map(({ row, units }): Move => ({
          productId: row.product_id,
          warehouseId: row.warehouse_id,
          kind: 'sale',
          onHand: -units,
          reserved: -units,
        }));
      const changes = await moveStock(transaction, moves, { sellables, orderId, reason: null, at });
      for (const { row, units } of sales.filter(({ row: { quantity }, units }) => units < quantity)) {
        const { order_id, product_id, warehouse_id } = row;
        await knex('stock_reservations')
          .where({ order_id, product_id, warehouse_id })
          .update({ state: 'owed' satisfies ReservationState, sold: units });
      }
      await knex('stock_reservations')
        .comment('stock-transaction.sellReserved')
        .where({ order_id: Number(orderId), state: 'open' satisfies ReservationState })
        .update({ state: 'sold' satisfies ReservationState, sold: knex.ref('quantity'), ended_at: at });
      return changes;
    },

    async returnStock(takes, { orderId, at, reason }) {
      const rows = await lockReservations(orderId, ['owed', 'sold', 'released']);
      if (rows.length === 0) return [];
      const sellables = await lockUnitsOf(rows);
      const skuOf = new Map(sellables.map(({ productId, sku }) => [productId, sku]));
      const returns = rows
        .map((row) => ({ row, sku: skuOf.get(row.product_id) ?? '', left: row.sold - row.returned }))
        .filter(({ left }) => left > 0);
      const parts = takes === 'all' ? returns.map(({ row, left }) => ({ row, units: left })) : share(returns, takes);
      const moves = parts.map(({ row, units }): Move => ({
        productId: row.product_id,
        warehouseId: row.warehouse_id,
        kind: 'return',
        onHand: units,
        reserved: 0,
      }));
      const changes = await moveStock(transaction, moves, { sellables, orderId, reason, at });
      for (const { row, units } of parts) {
        const { order_id, product_id, warehouse_id } = row;
        await knex('stock_reservations')
          .comment('stock-transaction.returnStock')
          .where({ order_id, product_id, warehouse_id })
          .increment('returned', units);
      }
      return changes;
    },

    async lockExpired({ at, limit }) {
      const expired = () =>
        knex('stock_reservations')
          .comment('stock-transaction.lockExpired')
          .where({ state: 'open' satisfies ReservationState })
          .where('expires_at', '<=', at);
      const candidates = await expired()
        .groupBy('order_id')
        .orderByRaw('min(expires_at), order_id')
        .limit(limit)
        .pluck<number[]>('order_id');
      const locked = await knex('orders')
        .comment('stock-transaction.lockExpired')
        .whereIn('order_id', inList(candidates))
        .orderBy('order_id')
        .forUpdate()
        .skipLocked()
        .pluck<number[]>('order_id');
      // Another transaction may have sold or released one of them, and ended, since it was found.
      const rows = await expired()
        .whereIn('order_id', inList(locked))
        .select<Pick<ReservationRow, 'order_id' | 'product_id'>[]>('order_id', 'product_id');
      // All of them at once, because one order after another would be out of their order.
      await lockSellables(transaction, { productIds: Array.from(new Set(rows.map(({ product_id }) => product_id))) });
      const still = new Set(rows.map(({ order_id }) => order_id));
      return candidates.filter((id) => still.has(id)).map(String);
    },

    async extendReservation(orderId, { expiresAt }) {
      await knex('stock_reservations')
        .comment('stock-transaction.extendReservation')
        .where({ order_id: Number(orderId), state: 'open' satisfies ReservationState })
        .update({ expires_at: expiresAt });
    },
  };
}

interface Returnable {
  readonly row: ReservationRow;
  readonly sku: string;
  /** Units sold and not returned. */
  readonly left: number;
}

/** Which reservations the units come back from. @throws RangeError when more come back than are left of one */
function share(
  returns: readonly Returnable[],
  takes: readonly StockReturn[],
): { row: ReservationRow; units: number }[] {
  return takes.flatMap(({ sku, quantity }) => {
    let missing = quantity;
    const parts = returns
      .filter((one) => one.sku === sku)
      .map(({ row, left }) => {
        const units = Math.min(left, missing);
        missing -= units;
        return { row, units };
      });
    if (missing > 0) throw new RangeError(`${quantity} of ${sku} cannot come back: ${quantity - missing} are out.`);
    return parts.filter(({ units }) => units > 0);
  });
}
