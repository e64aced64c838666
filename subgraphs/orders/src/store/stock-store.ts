import type { BulkResult } from './customer-store.ts';

/** Units of something: `onHand` less `reserved` can be bought. */
export interface StockRecord {
  readonly onHand: number;
  readonly reserved: number;
}

/** Only what is active can be ordered. */
export type SellableStatus = 'active' | 'inactive';

/** A sellable unit, a variant in the graph, as the seed, the import and the catalog's changes write one. */
export interface SellableImport {
  /** 1 to 40 characters, no space at either end. */
  readonly sku: string;
  /** The catalog's product that it is a variant of. */
  readonly catalogId: string;
  readonly categoryId: string | null;
  readonly name: string;
  /** A decimal string with at most four decimals, in the shop's currency. */
  readonly price: string;
  readonly status: SellableStatus;
  /** Units to begin with; null for a sellable unit that is not stocked. Counts only while it has no stock of its own. */
  readonly onHand: number | null;
}

/** The sellable units and how many there are of each. What has never been stocked is a miss. */
export interface StockStore {
  /** The stock of each of the skus, in any order. */
  stockOfSkus(skus: readonly string[]): Promise<({ sku: string } & StockRecord)[]>;
  /** The stock of each of the catalog's products, summed over its sellable units, in any order. */
  stockOfProducts(catalogIds: readonly string[]): Promise<({ catalogId: string } & StockRecord)[]>;
  /**
   * Adds the sellable units that are missing and makes the others as given, all or none. Opening stock is a `receipt` in the
   * ledger.
   */
  upsert(sellables: readonly SellableImport[], options: { at: Date }): Promise<BulkResult>;
  /** The levels that differ from the sum of their ledger rows: none, unless somebody wrote past this store. */
  offLedger(): Promise<{ sku: string; level: StockRecord; ledger: StockRecord }[]>;
  counts(): Promise<{ sellables: number; movements: number }>;
}
