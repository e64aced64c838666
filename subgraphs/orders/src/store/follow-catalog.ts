import { inList, insertRows } from './bulk.ts';
import type { Database } from './connect.ts';
import { enterInbox } from './events/inbox.ts';
import { openStock } from './open-stock.ts';
import type { ProductChange, SellableUnit } from './stock-store.ts';

interface SellableRow {
  product_id: number;
  sku: string;
  catalog_id: string;
  category_id: string | null;
  name: string;
  status: string;
  price: string;
  weight_grams?: number | null;
}

/** See `StockStore.followCatalog`. @param transaction the database, bound to a transaction */
export async function followCatalog(
  transaction: Database,
  { eventId, catalogId, revision, units, at }: ProductChange,
): Promise<'changed' | 'repeated' | 'outdated'> {
  if (!(await enterInbox(transaction, { eventId, at }))) return 'repeated';
  if (!(await raiseRevision(transaction, { catalogId, revision }))) return 'outdated';

  const unitOf = new Map(units.map((unit) => [unit.sku, unit]));
  const rows = await lockSellablesOf(transaction, { catalogId, skus: Array.from(unitOf.keys()) });
  for (const row of rows) {
    const unit = unitOf.get(row.sku);
    unitOf.delete(row.sku);
    const change = unit === undefined ? { status: 'inactive' } : toRow(unit, catalogId);
    await transaction.knex('products').where({ product_id: row.product_id }).update(change);
  }
  // In one order for all, as everybody who writes units.
  const added = Array.from(unitOf.values()).sort((a, b) => (a.sku < b.sku ? -1 : 1));
  await insertRows(
    transaction,
    'products',
    // The same columns in each row.
    added.map((unit) => ({ sku: unit.sku, ...toRow({ ...unit, weightGrams: unit.weightGrams ?? null }, catalogId) })),
  );
  await openStock(transaction, { sellables: added.map(({ sku }) => ({ sku, onHand: 0 })), at });
  return 'changed';
}

/** Other changes of the product wait from here on. @returns false when a state as late as this one has been told before */
async function raiseRevision(
  { knex }: Database,
  { catalogId, revision }: { catalogId: string; revision: number },
): Promise<boolean> {
  const known = await knex('product_revisions')
    .where({ catalog_id: catalogId })
    .forUpdate()
    .first<{ revision: number | string } | undefined>('revision');
  if (known === undefined) {
    await knex('product_revisions').insert({ catalog_id: catalogId, revision });
    return true;
  }
  if (Number(known.revision) >= revision) return false;
  await knex('product_revisions').where({ catalog_id: catalogId }).update({ revision });
  return true;
}

/** The units that are the product's or are to be, locked by their key: searched by two others, a statement would lock what it passes. */
async function lockSellablesOf(
  { knex }: Database,
  { catalogId, skus }: { catalogId: string; skus: readonly string[] },
): Promise<SellableRow[]> {
  const ofProduct = await knex('products').where({ catalog_id: catalogId }).pluck<number[]>('product_id');
  const named = await knex('products').whereIn('sku', inList(skus)).pluck<number[]>('product_id');
  return knex('products')
    .comment('stock-store.followCatalog')
    .whereIn('product_id', inList(Array.from(new Set([...ofProduct, ...named]))))
    .orderBy('product_id')
    .forUpdate()
    .select<SellableRow[]>();
}

function toRow(
  { categoryId, name, price, status, weightGrams }: SellableUnit,
  catalogId: string,
): Omit<SellableRow, 'product_id' | 'sku'> {
  const known = { catalog_id: catalogId, category_id: categoryId, name, price, status };
  return weightGrams === undefined ? known : { ...known, weight_grams: weightGrams };
}
