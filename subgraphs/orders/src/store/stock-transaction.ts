import type { SellableStatus, StockRecord } from './stock-record.ts';

/** What there is of a unit in one warehouse. */
export interface StockLevel extends StockRecord {
  readonly warehouseId: number;
  /** True when more units may be promised than there are. */
  readonly backordersAllowed: boolean;
}

/** A sellable unit with what there is of it, its stock locked in every warehouse by the transaction. */
export interface LockedSellable {
  readonly productId: number;
  readonly sku: string;
  /** The catalog's product that it is a variant of. */
  readonly catalogId: string;
  readonly name: string;
  readonly price: string;
  /** What one unit weighs, in grams; null when nobody has told. */
  readonly weightGrams: number | null;
  readonly status: SellableStatus;
  /** Stock is low when no more units than this can be bought; null when nobody asked to be told. */
  readonly lowStockThreshold: number | null;
  /** Null when it has never been stocked; else the sum over `levels`. `movement` counts how often it has moved. */
  readonly stock: (StockRecord & { readonly movement: number }) | null;
  /** By warehouse, in the order in which orders are served from them. */
  readonly levels: readonly StockLevel[];
}

/** The stock of a sellable unit, over all warehouses, after the transaction has moved it: what `stock.changed` tells. */
export interface StockChange extends StockRecord {
  readonly sku: string;
  readonly catalogId: string;
  readonly movement: number;
  /** Units that could be bought before. */
  readonly availableBefore: number;
  readonly lowStockThreshold: number | null;
}

/** So many units of what was ordered. */
export interface StockReturn {
  readonly sku: string;
  readonly quantity: number;
}

export interface WarehouseRecord {
  readonly warehouseId: number;
  /** By which people name it: `main`. */
  readonly code: string;
  readonly name: string;
}

/** So many units more, or less, on hand in a warehouse, for no order. */
export interface StockPart {
  readonly kind: 'receipt' | 'adjustment' | 'transfer';
  readonly warehouseId: number;
  readonly units: number;
}

/** What members of staff do to stock, bound to one transaction. */
export interface StaffStockTransaction {
  /** Those of the warehouses that there are, in any order. */
  findWarehouses(codes: readonly string[]): Promise<WarehouseRecord[]>;
  /** Makes the key this transaction's own and answers null; or, when the key is taken, tells for what. */
  claimStockKey(
    key: { readonly scope: string; readonly key: string; readonly fingerprint: string },
    options: { at: Date },
  ): Promise<{ readonly fingerprint: string } | null>;
  /**
   * Changes what is on hand of a unit that this transaction has locked, each part a row of the ledger; then sells to orders what
   * has been owed to them, where it is there now, the oldest order first.
   * @throws when fewer units would be on hand than are promised, and no backorders allowed
   */
  changeStock(
    sellable: LockedSellable,
    parts: readonly StockPart[],
    options: { at: Date; reason: string | null; actor: string },
  ): Promise<StockChange[]>;
  /** Says from how many units on the stock of a locked unit is low, null for never, and whether backorders are allowed. */
  setStockRules(
    sellable: LockedSellable,
    rules: { readonly lowStockThreshold: number | null; readonly backordersAllowed: boolean },
  ): Promise<void>;
  /** Adds a warehouse unless there is one of the code; its name is the given one then. */
  addWarehouse(warehouse: Omit<WarehouseRecord, 'warehouseId'>): Promise<WarehouseRecord>;
}

/**
 * The ways in which stock moves for orders, bound to one transaction. Each way is a row of the ledger for every unit and
 * warehouse that moves, and each answer has one change for every unit that did. Levels are locked in the order of their key by
 * everybody: two transactions wait for each other, never both.
 *
 * All but `lockSellables`, `reserveStock` and `lockExpired` want the order's row locked by the transaction first.
 */
export interface StockTransaction extends StaffStockTransaction {
  /** Those of the skus that the shop knows, in any order, their stock locked until the transaction ends. */
  lockSellables(skus: readonly string[]): Promise<LockedSellable[]>;
  /**
   * Promises units to a new order until `expiresAt`: `reserved` rises, a `reservation` in the ledger. From one warehouse where
   * one has them all, else from several. Each sellable unit once, as this transaction has locked it.
   * @throws RangeError when there are too few and no backorders allowed; nothing is written then
   */
  reserveStock(
    takes: readonly { readonly sellable: LockedSellable; readonly quantity: number }[],
    options: { orderId: string; at: Date; expiresAt: Date },
  ): Promise<StockChange[]>;
  /**
   * Ends what is promised to an order and not sold: `reserved` falls, a `release` in the ledger. No change when nothing is
   * promised (any more), so it may be called twice.
   */
  releaseStock(orderId: string, options: { at: Date; reason: string }): Promise<StockChange[]>;
  /**
   * Makes what an order has reserved its own: on hand and `reserved` fall, a `sale` in the ledger. Units that are not there,
   * where backorders are allowed, stay reserved without an end. No change when nothing is reserved: it has been sold, or
   * released, before.
   */
  sellReserved(orderId: string, options: { at: Date }): Promise<StockChange[]>;
  /**
   * Puts sold units of an order back where they came from: on hand rises, a `return` in the ledger. Each sku once. Of what the
   * order has not taken from stock here, as one that was imported, nothing comes back.
   * @param takes `'all'` for whatever has been sold and not returned
   * @throws RangeError when more would come back than was sold and not returned
   */
  returnStock(
    takes: readonly StockReturn[] | 'all',
    options: { orderId: string; at: Date; reason: string },
  ): Promise<StockChange[]>;
  /**
   * Up to `limit` of the orders whose reservation has expired, the longest ago first, that no other transaction has locked:
   * their rows and their units' levels are locked when this returns.
   */
  lockExpired(options: { at: Date; limit: number }): Promise<string[]>;
  /** Lets what an order has reserved, and not paid for, be its own for longer. */
  extendReservation(orderId: string, options: { expiresAt: Date }): Promise<void>;
}
