import { groupRows, inList } from '../bulk.ts';
import type { Database } from '../connect.ts';
import type { SellableStatus } from '../stock-record.ts';
import type { LockedSellable } from '../stock-transaction.ts';

interface LevelRow {
  product_id: number;
  warehouse_id: number;
  on_hand: number;
  reserved: number;
  movement: number;
  backorders_allowed: number;
}
interface SellableRow {
  product_id: number;
  sku: string;
  catalog_id: string;
  name: string;
  price: string;
  status: SellableStatus;
  low_stock_threshold: number | null;
  weight_grams: number | null;
}

/**
 * Those of the sellable units that there are, in any order, with their levels, which stay locked until the transaction ends.
 *
 * @param transaction the database, bound to the transaction
 * @param by one list of keys
 */
export function lockSellables(
  transaction: Database,
  by: { skus: readonly string[] } | { productIds: readonly number[] },
): Promise<LockedSellable[]> {
  return readSellables(transaction, by, { lock: true });
}

/** As `lockSellables`, but with levels that may be others at once. */
export function findSellables(database: Database, by: { skus: readonly string[] }): Promise<LockedSellable[]> {
  return readSellables(database, by, { lock: false });
}

async function readSellables(
  { knex }: Database,
  by: { skus: readonly string[] } | { productIds: readonly number[] },
  { lock }: { lock: boolean },
): Promise<LockedSellable[]> {
  const [column, keys] = 'skus' in by ? (['sku', by.skus] as const) : (['product_id', by.productIds] as const);
  const sellables = await knex('products')
    .comment(lock ? 'order-transaction.lockSellables' : 'stock-store.findSellables')
    .whereIn(column, inList<string | number>(keys))
    .select<SellableRow[]>(
      'product_id',
      'sku',
      'catalog_id',
      'name',
      'price',
      'status',
      'low_stock_threshold',
      'weight_grams',
    );
  // Locked in the order of their key by everybody: two orders of the same units wait for each other, never both.
  const levels = await knex('stock_levels')
    .comment(lock ? 'order-transaction.lockSellables' : 'stock-store.findSellables')
    .whereIn('product_id', inList(sellables.map(({ product_id }) => product_id)))
    .orderBy(['product_id', 'warehouse_id'])
    .modify((question) => void (lock && question.forUpdate()))
    .select<LevelRow[]>();
  const levelsOf = groupRows(levels, ({ product_id }) => product_id);
  return sellables.map((sellable) => toLockedSellable(sellable, levelsOf.get(sellable.product_id) ?? []));
}

function toLockedSellable(sellable: SellableRow, levels: readonly LevelRow[]): LockedSellable {
  const { product_id, catalog_id, low_stock_threshold, weight_grams, ...rest } = sellable;
  const sum = (column: 'on_hand' | 'reserved' | 'movement') =>
    levels.reduce((total, level) => total + level[column], 0);
  return {
    productId: product_id,
    catalogId: catalog_id,
    ...rest,
    weightGrams: weight_grams,
    lowStockThreshold: low_stock_threshold,
    stock:
      levels.length === 0 ? null : { onHand: sum('on_hand'), reserved: sum('reserved'), movement: sum('movement') },
    levels: levels.map(({ warehouse_id, on_hand, reserved, backorders_allowed }) => ({
      warehouseId: warehouse_id,
      onHand: on_hand,
      reserved,
      backordersAllowed: backorders_allowed === 1,
    })),
  };
}
