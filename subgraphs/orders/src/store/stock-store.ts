import type { BulkResult } from './customer-store.ts';
import type { SellableStatus, StockRecord } from './stock-record.ts';
import type { LockedSellable } from './stock-transaction.ts';

/** What there is of something in one warehouse, for those who work there. */
export interface WarehouseStock extends StockRecord {
  readonly warehouse: { readonly code: string; readonly name: string };
}

/** A sellable unit, a variant in the graph, as the catalog tells it. */
export interface SellableUnit {
  /** 1 to 40 characters, no space at either end. */
  readonly sku: string;
  readonly categoryId: string | null;
  readonly name: string;
  /** A decimal string with at most four decimals, in the shop's currency. */
  readonly price: string;
  readonly status: SellableStatus;
  /** What one unit weighs, in grams; null takes it back, and nothing is changed when it is absent. */
  readonly weightGrams?: number | null;
}

/** A sellable unit as the seed and the import write one. */
export interface SellableImport extends SellableUnit {
  /** The catalog's product that it is a variant of. */
  readonly catalogId: string;
  /** Units to begin with; null for a sellable unit that is not stocked. Counts only while it has no stock of its own. */
  readonly onHand: number | null;
}

/** What an event tells of a product. */
export interface ProductChange {
  /** By which the event is known when it comes again. */
  readonly eventId: string;
  readonly catalogId: string;
  /** A later state has a higher one. */
  readonly revision: number;
  /** Its units, each sku once; none of a product that is no more. */
  readonly units: readonly SellableUnit[];
  readonly at: Date;
}

/** The sellable units and how many there are of each. What has never been stocked is a miss. */
export interface StockStore {
  /** Those of the skus that the shop knows, in any order, with what there is of each at this moment. */
  findSellables(skus: readonly string[]): Promise<LockedSellable[]>;
  /** The stock of each of the skus, in any order. */
  stockOfSkus(skus: readonly string[]): Promise<({ sku: string } & StockRecord)[]>;
  /** The stock of each of the catalog's products, summed over its sellable units, in any order. */
  stockOfProducts(catalogIds: readonly string[]): Promise<({ catalogId: string } & StockRecord)[]>;
  /** The same of each of the skus by warehouse, each one's in the order in which orders are served from them. */
  levelsOfSkus(skus: readonly string[]): Promise<{ sku: string; levels: WarehouseStock[] }[]>;
  /** The same of each of the catalog's products, summed over its sellable units in each warehouse. */
  levelsOfProducts(catalogIds: readonly string[]): Promise<{ catalogId: string; levels: WarehouseStock[] }[]>;
  /**
   * Adds the sellable units that are missing and makes the others as given, all or none. Opening stock is a `receipt` in the
   * ledger.
   */
  upsert(sellables: readonly SellableImport[], options: { at: Date }): Promise<BulkResult>;
  /**
   * Makes the units of a product what an event says that they are, once, unless a later state has been told: `outdated`. A unit
   * that the product no longer has cannot be ordered any more, and keeps its stock; one that nobody knew has none. All or nothing.
   * @throws when a price cannot be one
   */
  followCatalog(change: ProductChange): Promise<'changed' | 'repeated' | 'outdated'>;
  /** The levels that differ from the sum of their ledger rows: none, unless somebody wrote past this store. */
  offLedger(): Promise<{ sku: string; warehouse: string; level: StockRecord; ledger: StockRecord }[]>;
  counts(): Promise<{ sellables: number; movements: number }>;
}
