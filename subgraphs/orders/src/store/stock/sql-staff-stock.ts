import type { Database } from '../connect.ts';
import { mainWarehouseId } from '../migrations/005-stock.ts';
import type { LockedSellable, StaffStockTransaction, StockChange, WarehouseRecord } from '../stock-transaction.ts';
import { lockSellables } from './lock-sellables.ts';
import { moveStock } from './move-stock.ts';

interface WarehouseRow {
  warehouse_id: number;
  code: string;
  name: string;
}
interface OwedRow {
  order_id: number;
  product_id: number;
  warehouse_id: number;
  quantity: number;
  sold: number;
}

/** @param transaction the database, bound to the transaction */
export function createSqlStaffStock(transaction: Database): StaffStockTransaction {
  const { knex, dialect } = transaction;

  const findWarehouses = async (codes: readonly string[]): Promise<WarehouseRecord[]> => {
    const rows = await knex('warehouses')
      .comment('staff-stock.findWarehouses')
      .whereIn('code', codes)
      .select<WarehouseRow[]>();
    return rows.map(({ warehouse_id, code, name }) => ({ warehouseId: warehouse_id, code, name }));
  };

  async function relock(productId: number): Promise<LockedSellable> {
    const [sellable] = await lockSellables(transaction, { productIds: [productId] });
    if (sellable === undefined) throw new Error(`The product ${productId}, which is locked, is not there.`);
    return sellable;
  }

  /** The unit with a level in each of the warehouses, empty where it had none. */
  async function openLevels(sellable: LockedSellable, warehouseIds: readonly number[]): Promise<LockedSellable> {
    const known = new Set(sellable.levels.map(({ warehouseId }) => warehouseId));
    const missing = warehouseIds.filter((id) => !known.has(id)).sort((a, b) => a - b);
    const { productId: product_id, levels } = sellable;
    const backorders_allowed = levels.some(({ backordersAllowed }) => backordersAllowed) ? 1 : 0;
    for (const warehouse_id of missing) {
      const level = { product_id, warehouse_id, on_hand: 0, reserved: 0, movement: 0, backorders_allowed };
      await dialect.insertUnlessThere(knex, { table: 'stock_levels', row: level });
    }
    return missing.length === 0 ? sellable : relock(product_id);
  }

  /** Sells to orders, the oldest first, what they are owed in a warehouse. Who is just changing such an order is passed over. */
  async function sellOwed(productId: number, options: { warehouseId: number; at: Date }): Promise<StockChange[]> {
    const { warehouseId, at } = options;
    const owed = await knex('stock_reservations')
      .comment('staff-stock.sellOwed')
      .where({ product_id: productId, warehouse_id: warehouseId, state: 'owed' })
      .orderBy('order_id')
      .forUpdate()
      .skipLocked()
      .select<OwedRow[]>();
    const changes: StockChange[] = [];
    for (const { order_id, product_id, warehouse_id, quantity, sold } of owed) {
      const sellable = await relock(productId);
      const onHand = sellable.levels.find((level) => level.warehouseId === warehouseId)?.onHand ?? 0;
      const units = Math.min(quantity - sold, onHand);
      if (units === 0) break;
      const move = { productId, warehouseId, kind: 'sale', onHand: -units, reserved: -units } as const;
      const moved = { sellables: [sellable], orderId: String(order_id), reason: null, at };
      changes.push(...(await moveStock(transaction, [move], moved)));
      await knex('stock_reservations')
        .where({ order_id, product_id, warehouse_id })
        .update({ sold: sold + units, ...(sold + units === quantity ? { state: 'sold', ended_at: at } : {}) });
    }
    return changes;
  }

  return {
    findWarehouses,

    async claimStockKey({ scope, key, fingerprint }, { at }) {
      const row = { scope, idempotency_key: key, fingerprint, created_at: at };
      if (await dialect.insertUnlessThere(knex, { table: 'idempotency_keys', row })) return null;
      const earlier = await knex('idempotency_keys')
        .comment('staff-stock.claimStockKey')
        .where({ scope, idempotency_key: key })
        .first<{ fingerprint: string }>('fingerprint');
      return { fingerprint: earlier.fingerprint };
    },

    async changeStock(locked, parts, { at, reason, actor }) {
      const sellable = await openLevels(
        locked,
        parts.map(({ warehouseId }) => warehouseId),
      );
      const { productId } = sellable;
      const moves = parts.map(({ kind, warehouseId, units }) => ({
        ...{ productId, warehouseId, kind },
        ...{ onHand: units, reserved: 0 },
      }));
      const changes = await moveStock(transaction, moves, { sellables: [sellable], orderId: null, reason, actor, at });
      for (const { warehouseId, units } of parts) {
        if (units > 0) changes.push(...(await sellOwed(productId, { warehouseId, at })));
      }
      return changes;
    },

    async setStockRules(locked, { lowStockThreshold, backordersAllowed }) {
      const { productId: product_id, levels } = locked;
      if (levels.length === 0) await openLevels(locked, [mainWarehouseId]);
      await knex('products').where({ product_id }).update({ low_stock_threshold: lowStockThreshold });
      await knex('stock_levels')
        .where({ product_id })
        .update({ backorders_allowed: backordersAllowed ? 1 : 0 });
    },

    async addWarehouse({ code, name }) {
      if (!(await dialect.insertUnlessThere(knex, { table: 'warehouses', row: { code, name } }))) {
        await knex('warehouses').where({ code }).update({ name });
      }
      const [warehouse] = await findWarehouses([code]);
      if (warehouse === undefined) throw new Error(`The warehouse ${code}, which was just added, is not there.`);
      return warehouse;
    },
  };
}
