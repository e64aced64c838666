import { groupRows, insertRows } from '../bulk.ts';
import type { Database } from '../connect.ts';
import type { LockedSellable, StockChange } from '../stock-transaction.ts';

/** Why stock moves, as the ledger has it. */
export type MovementKind = 'receipt' | 'adjustment' | 'reservation' | 'release' | 'sale' | 'return' | 'transfer';

/** One row of the ledger: how the level of a unit in a warehouse changes. */
export interface Move {
  readonly productId: number;
  readonly warehouseId: number;
  readonly kind: MovementKind;
  /** Units more or less. */
  readonly onHand: number;
  readonly reserved: number;
}

/**
 * Moves stock: a row of the ledger for each of the moves, and the levels by them.
 *
 * @param transaction the database, bound to a transaction that has locked the sellable units
 * @param options.sellables as they were locked, before any of the moves
 * @returns a change for each unit that moves, in the order of the sellable units
 */
export async function moveStock(
  transaction: Database,
  moves: readonly Move[],
  options: {
    sellables: readonly LockedSellable[];
    orderId: string | null;
    reason: string | null;
    /** Of the staff; null where an order moves it. */
    actor?: string | null;
    at: Date;
  },
): Promise<StockChange[]> {
  const { sellables, orderId, reason, actor = null, at } = options;
  // A movement locks its product's row a little: in the order in which a change of the catalog locks them.
  const inOrder = moves.toSorted((a, b) => a.productId - b.productId || a.warehouseId - b.warehouseId);
  await insertRows(
    transaction,
    'stock_movements',
    inOrder.map(({ productId, warehouseId, kind, onHand, reserved }) => ({
      product_id: productId,
      warehouse_id: warehouseId,
      kind,
      on_hand_change: onHand,
      reserved_change: reserved,
      order_id: orderId === null ? null : Number(orderId),
      reason,
      actor,
      moved_at: at,
    })),
  );
  for (const [warehouseId, group] of groupRows(inOrder, (move) => move.warehouseId)) {
    await changeLevels(transaction, { warehouseId, moves: group });
  }
  const movesOf = groupRows(moves, ({ productId }) => productId);
  return sellables.flatMap((sellable) => {
    const group = movesOf.get(sellable.productId);
    return group === undefined ? [] : [toChange(sellable, group)];
  });
}

/** One statement for all levels of a warehouse. */
async function changeLevels(
  { knex }: Database,
  { warehouseId, moves }: { warehouseId: number; moves: readonly Move[] },
): Promise<void> {
  const levels = Array.from(
    groupRows(moves, ({ productId }) => productId),
    ([productId, group]) => ({
      productId,
      on_hand: sumOf(group, 'onHand'),
      reserved: sumOf(group, 'reserved'),
      movement: group.length,
    }),
  );
  const columns = (['on_hand', 'reserved', 'movement'] as const).filter((column) =>
    levels.some((level) => level[column] !== 0),
  );
  // `0 +` tells PostgreSQL that the value is a number.
  const cases = levels.map(() => 'when ? then 0 + ?').join(' ');
  const isOneMore = levels.every(({ movement }) => movement === 1);
  const changes = columns.map((column) => [
    column,
    column === 'movement' && isOneMore
      ? knex.raw('movement + 1')
      : knex.raw(
          `${column} + case product_id ${cases} end`,
          levels.flatMap((level) => [level.productId, level[column]]),
        ),
  ]);
  await knex('stock_levels')
    .comment('stock.move')
    .where('warehouse_id', warehouseId)
    .whereIn(
      'product_id',
      levels.map(({ productId }) => productId),
    )
    .update(Object.fromEntries(changes) as object);
}

function toChange(sellable: LockedSellable, moves: readonly Move[]): StockChange {
  const { sku, catalogId, lowStockThreshold } = sellable;
  const stock = sellable.stock ?? { onHand: 0, reserved: 0, movement: 0 };
  return {
    sku,
    catalogId,
    onHand: stock.onHand + sumOf(moves, 'onHand'),
    reserved: stock.reserved + sumOf(moves, 'reserved'),
    movement: stock.movement + moves.length,
    availableBefore: stock.onHand - stock.reserved,
    lowStockThreshold,
  };
}

function sumOf(moves: readonly Move[], change: 'onHand' | 'reserved'): number {
  return moves.reduce((sum, move) => sum + move[change], 0);
}
