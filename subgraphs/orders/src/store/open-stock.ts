import { insertRows } from './bulk.ts';
import type { Database } from './connect.ts';
import type { SellableImport } from './stock-store.ts';

/** Gives those that have no stock yet what they begin with. */
export async function openStock(
  transaction: Database,
  options: { sellables: readonly Pick<SellableImport, 'sku' | 'onHand'>[]; at: Date },
): Promise<void> {
  const onHand = new Map(options.sellables.map((sellable) => [sellable.sku, sellable.onHand ?? 0]));
  const unstocked = await transaction
    .knex('products')
    .leftJoin('stock_levels', 'stock_levels.product_id', 'products.product_id')
    .whereIn('products.sku', Array.from(onHand.keys()))
    .whereNull('stock_levels.product_id')
    .orderBy('products.product_id')
    .select<{ product_id: number; sku: string }[]>('products.product_id', 'products.sku');
  const levels = unstocked.map(({ product_id, sku }) => {
    const units = onHand.get(sku) ?? 0;
    return { product_id, on_hand: units, reserved: 0, movement: units > 0 ? 1 : 0 };
  });
  await insertRows(transaction, 'stock_levels', levels);
  await insertRows(
    transaction,
    'stock_movements',
    levels
      .filter(({ on_hand }) => on_hand > 0)
      .map(({ product_id, on_hand }) => ({
        product_id,
        kind: 'receipt',
        on_hand_change: on_hand,
        reserved_change: 0,
        reason: 'Opening stock',
        moved_at: options.at,
      })),
  );
}
