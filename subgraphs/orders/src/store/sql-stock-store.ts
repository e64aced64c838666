import type { Knex } from 'knex';
import { chunksOf, groupRows, inList, insertRows } from './bulk.ts';
import type { Database } from './connect.ts';
import type { BulkResult } from './customer-store.ts';
import { followCatalog } from './follow-catalog.ts';
import { openStock } from './open-stock.ts';
import type { SellableImport, StockStore, WarehouseStock } from './stock-store.ts';
import { findSellables } from './stock/lock-sellables.ts';
import { transact } from './transact.ts';

interface SellableRow {
  sku: string;
  catalog_id: string;
  category_id: string | null;
  name: string;
  status: string;
  price: string;
  weight_grams: number | null;
}

/** @param bulk the same database for what no page waits for */
export function createSqlStockStore(database: Database, bulk: Database): StockStore {
  const { knex, dialect } = database;
  return {
    findSellables: (skus) => findSellables(database, { skus }),

    async stockOfSkus(skus) {
      // A sum is a string with one engine, a number with another.
      const rows = await knex('products')
        .comment('stock-store.stockOfSkus')
        .join('stock_levels', 'stock_levels.product_id', 'products.product_id')
        .whereIn('products.sku', inList(skus))
        .groupBy('products.sku')
        .select<{ sku: string; on_hand: unknown; reserved: unknown }[]>(
          'products.sku',
          knex.raw('sum(on_hand) as on_hand'),
          knex.raw('sum(reserved) as reserved'),
        );
      return rows.map(({ sku, on_hand, reserved }) => ({ sku, onHand: Number(on_hand), reserved: Number(reserved) }));
    },

    async stockOfProducts(catalogIds) {
      const rows = await knex('products')
        .comment('stock-store.stockOfProducts')
        .join('stock_levels', 'stock_levels.product_id', 'products.product_id')
        .whereIn('products.catalog_id', inList(catalogIds))
        .groupBy('products.catalog_id')
        .select<{ catalog_id: string; on_hand: unknown; reserved: unknown }[]>(
          'products.catalog_id',
          knex.raw('sum(on_hand) as on_hand'),
          knex.raw('sum(reserved) as reserved'),
        );
      return rows.map((row) => ({
        catalogId: row.catalog_id,
        onHand: Number(row.on_hand),
        reserved: Number(row.reserved),
      }));
    },

    async levelsOfSkus(skus) {
      const levels = await levelsBy(knex, { column: 'products.sku', keys: skus });
      return Array.from(levels, ([sku, own]) => ({ sku, levels: own }));
    },

    async levelsOfProducts(catalogIds) {
      const levels = await levelsBy(knex, { column: 'products.catalog_id', keys: catalogIds });
      return Array.from(levels, ([catalogId, own]) => ({ catalogId, levels: own }));
    },

    upsert(sellables, { at }) {
      return transact(
        bulk,
        async (transaction) => {
          const result = { added: 0, changed: 0 };
          for (const chunk of chunksOf(inSkuOrder(sellables))) {
            const { added, changed } = await upsertChunk(transaction, { sellables: chunk, at });
            result.added += added;
            result.changed += changed;
          }
          return { keep: true, value: result };
        },
        // Somebody else has added one of them since it was looked for.
        { isLost: (error) => dialect.isUniqueViolation(error) },
      );
    },

    followCatalog(change) {
      return transact(
        database,
        async (transaction) => ({ keep: true, value: await followCatalog(transaction, change) }),
        // Somebody else has added one of the units, or the product's first state, since it was looked for.
        { isLost: (error) => dialect.isUniqueViolation(error) },
      );
    },

    async offLedger() {
      const rows = await bulk.knex
        .with('ledger', (sums) =>
          sums
            .from('stock_movements')
            .groupBy('product_id', 'warehouse_id')
            .select(
              'product_id',
              'warehouse_id',
              knex.raw('sum(on_hand_change) as on_hand, sum(reserved_change) as reserved'),
            ),
        )
        .from('stock_levels as level')
        .join('products', 'products.product_id', 'level.product_id')
        .join('warehouses', 'warehouses.warehouse_id', 'level.warehouse_id')
        .leftJoin('ledger', (on) => {
          on.on('ledger.product_id', 'level.product_id').on('ledger.warehouse_id', 'level.warehouse_id');
        })
        .whereRaw('level.on_hand <> coalesce(ledger.on_hand, 0) or level.reserved <> coalesce(ledger.reserved, 0)')
        .orderBy(['products.sku', 'level.warehouse_id'])
        .select<Record<'sku' | 'warehouse' | 'on_hand' | 'reserved' | 'ledger_on_hand' | 'ledger_reserved', unknown>[]>(
          'sku',
          'warehouses.code as warehouse',
          'level.on_hand',
          'level.reserved',
          'ledger.on_hand as ledger_on_hand',
          'ledger.reserved as ledger_reserved',
        );
      return rows.map((row) => ({
        sku: String(row.sku),
        warehouse: String(row.warehouse),
        level: { onHand: Number(row.on_hand), reserved: Number(row.reserved) },
        ledger: { onHand: Number(row.ledger_on_hand), reserved: Number(row.ledger_reserved) },
      }));
    },

    async counts() {
      const sellables = await bulk.knex('products').comment('stock-store.counts').count({ count: '*' }).first();
      const movements = await bulk.knex('stock_movements').comment('stock-store.counts').count({ count: '*' }).first();
      return { sellables: Number(sellables?.count), movements: Number(movements?.count) };
    },
  };
}

async function levelsBy(
  knex: Knex,
  { column, keys }: { column: 'products.sku' | 'products.catalog_id'; keys: readonly string[] },
): Promise<Map<string, WarehouseStock[]>> {
  const rows = await knex('products')
    .comment('stock-store.levels')
    .join('stock_levels', 'stock_levels.product_id', 'products.product_id')
    .join('warehouses', 'warehouses.warehouse_id', 'stock_levels.warehouse_id')
    .whereIn(column, inList(keys))
    .groupBy(column, 'warehouses.warehouse_id', 'warehouses.code', 'warehouses.name')
    .orderBy([column, 'warehouses.warehouse_id'])
    .select<{ own: string; code: string; warehouse: string; on_hand: unknown; reserved: unknown }[]>(
      `${column} as own`,
      'warehouses.code',
      'warehouses.name as warehouse',
      knex.raw('sum(on_hand) as on_hand'),
      knex.raw('sum(reserved) as reserved'),
    );
  return new Map(
    Array.from(
      groupRows(rows, ({ own }) => own),
      ([key, group]) => [
        key,
        group.map(({ code, warehouse, on_hand, reserved }) => ({
          warehouse: { code, name: warehouse },
          onHand: Number(on_hand),
          reserved: Number(reserved),
        })),
      ],
    ),
  );
}

async function upsertChunk(
  transaction: Database,
  options: { sellables: readonly SellableImport[]; at: Date },
): Promise<BulkResult> {
  const { sellables, at } = options;
  const skus = sellables.map(({ sku }) => sku);
  const known = new Map(
    (
      await transaction
        .knex('products')
        .whereIn('sku', skus)
        .select<SellableRow[]>('sku', 'catalog_id', 'category_id', 'name', 'status', 'price', 'weight_grams')
    ).map((row) => [row.sku, row]),
  );
  const rows = sellables.map((sellable) => toRow(sellable, known.get(sellable.sku)));
  const missing = rows.filter(({ sku }) => !known.has(sku));
  const changed = rows.filter((row) => {
    const before = known.get(row.sku);
    return before !== undefined && !isSame(before, row);
  });
  await insertRows(transaction, 'products', missing);
  for (const { sku, ...row } of changed) await transaction.knex('products').where({ sku }).update(row);
  await openStock(transaction, { sellables: sellables.filter(({ onHand }) => onHand !== null), at });
  return { added: missing.length, changed: changed.length };
}

function toRow(sellable: SellableImport, before: SellableRow | undefined): SellableRow {
  return {
    sku: sellable.sku,
    catalog_id: sellable.catalogId,
    category_id: sellable.categoryId,
    name: sellable.name,
    status: sellable.status,
    price: sellable.price,
    weight_grams: sellable.weightGrams === undefined ? (before?.weight_grams ?? null) : sellable.weightGrams,
  };
}

function isSame(before: SellableRow, row: SellableRow): boolean {
  return (
    before.catalog_id === row.catalog_id &&
    before.category_id === row.category_id &&
    before.name === row.name &&
    before.status === row.status &&
    Number(before.price) === Number(row.price) &&
    before.weight_grams === row.weight_grams
  );
}

/** Two writers that change the same rows in one order wait for each other; in two orders they deadlock. */
function inSkuOrder(sellables: readonly SellableImport[]): SellableImport[] {
  return sellables.toSorted((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0));
}
