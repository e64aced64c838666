/** What a fact is: see each in `SalesFact.kind`. */
export type FactKind = 'sale' | 'return' | 'adjustment';

/** One line of what happened in the shop, as the warehouse keeps it for good. */
export interface SalesFact {
  /** Where the fact comes from, for example `online-retail`; 1 to 100 characters. */
  readonly source: string;
  /** The fact's number within its source, from 1. Source and line are the fact's identity: a second one is not stored. */
  readonly sourceLine: number;
  /** `sale`: something sold, quantity > 0. `return`: something taken back, quantity < 0. `adjustment`: all else; no report counts it. */
  readonly kind: FactKind;
  /** Its day in reports is that of UTC. */
  readonly occurredAt: Date;
  /** Whose distinct count is the number of orders; 1 to 40 characters. */
  readonly invoice: string;
  /** The order in the graph; null where there is none. */
  readonly orderId: string | null;
  readonly sku: string;
  /** The product in the graph; null where the catalog has none. */
  readonly catalogId: string | null;
  /** Null for a guest, and where nobody knows. */
  readonly customerId: string | null;
  readonly country: string | null;
  /** Signed as in the source. */
  readonly quantity: number;
  /** A decimal string with at most ten digits before the point and four after it; not negative in a sale or a return. */
  readonly unitPrice: string;
}

/** A customer as reports group them. No name and no address: the warehouse needs neither. */
export interface CustomerDimension {
  readonly id: string;
  readonly country: string | null;
  readonly firstSeenAt: Date;
}

/** A sellable unit as reports group and name it. */
export interface ProductDimension {
  readonly sku: string;
  readonly name: string;
  /** The product in the graph; null where the catalog has none. */
  readonly catalogId: string | null;
  readonly categoryId: string | null;
}

export interface LoadResult {
  /** How many facts were new. */
  readonly inserted: number;
  /** How many the warehouse had already, or were given twice: the first one stays. */
  readonly known: number;
}

export interface WarehouseTotals {
  readonly facts: number;
  /** The exact sum of quantity times unit price over all kinds, a decimal string. */
  readonly amount: string;
}

/**
 * What writes the warehouse. Every method may be repeated, whole or from where it was interrupted, and by several processes
 * at once: facts are stored once, dimensions end as the last writer left them. Input is checked before anything is written.
 */
export interface FactStore {
  /**
   * Stores facts of any number, in transactions of some thousands. What a resolved call stored is counted by every report
   * and segment asked for after it; only where reports are read from a replica, those of another process, and its segments as
   * of a day of the past, may be up to ten seconds late.
   * @throws RangeError for a fact that is not as it should be; then none is stored.
   */
  loadFacts(facts: readonly SalesFact[]): Promise<LoadResult>;
  /** Adds or replaces customers by id; the last of equals counts. @throws RangeError as above. */
  upsertCustomers(customers: readonly CustomerDimension[]): Promise<void>;
  /** Adds or replaces products by sku; the last of equals counts. @throws RangeError as above. */
  upsertProducts(products: readonly ProductDimension[]): Promise<void>;
  /** To be called after a bulk load: tells the planner what there is, and scores the customers, so that no reader waits for it. */
  finishLoad(): Promise<void>;
  /** Over the whole warehouse. */
  totals(): Promise<WarehouseTotals>;
}
