import { badUserInput, requireRole, shortened, type Identity } from '@mosaico/service';
import type { OrderStore } from '../store/order-store.ts';
import type { WarehouseRecord } from '../store/stock-transaction.ts';

type SetStockRulesOutcome =
  | { outcome: 'changed'; sku: string }
  | { outcome: 'unknownItem'; sku: string }
  /** Units are owed to orders, so backorders cannot end now. */
  | { outcome: 'tooFew'; available: number };

export type SetStockRules = (request: {
  sku: string;
  /** Null for never. */
  lowStockThreshold: number | null;
  backordersAllowed: boolean;
  identity: Identity;
}) => Promise<SetStockRulesOutcome>;

const highestThreshold = 1_000_000;

/** @throws FORBIDDEN but for merchandisers and admins; BAD_USER_INPUT for a threshold that cannot be */
export function createSetStockRules({ orders }: { orders: Pick<OrderStore, 'transaction'> }): SetStockRules {
  return async ({ sku, lowStockThreshold, backordersAllowed, identity }) => {
    requireRole(identity, 'merchandiser', 'admin');
    if (lowStockThreshold !== null && (lowStockThreshold < 0 || lowStockThreshold > highestThreshold)) {
      throw badUserInput(`lowStockThreshold must be from 0 to ${highestThreshold}; got ${lowStockThreshold}.`);
    }
    return orders.transaction<SetStockRulesOutcome>(async (transaction) => {
      const [sellable] = await transaction.lockSellables([sku]);
      if (sellable === undefined) return { keep: false, value: { outcome: 'unknownItem', sku } };
      const least = Math.min(...sellable.levels.map(({ onHand, reserved }) => onHand - reserved));
      if (!backordersAllowed && least < 0) return { keep: false, value: { outcome: 'tooFew', available: least } };
      await transaction.setStockRules(sellable, { lowStockThreshold, backordersAllowed });
      return { keep: true, value: { outcome: 'changed', sku } };
    });
  };
}

export type AddWarehouse = (request: { code: string; name: string; identity: Identity }) => Promise<WarehouseRecord>;

/** @throws FORBIDDEN but for admins; BAD_USER_INPUT for what can be no code or name */
export function createAddWarehouse({ orders }: { orders: Pick<OrderStore, 'transaction'> }): AddWarehouse {
  return async ({ code, name: given, identity }) => {
    requireRole(identity, 'admin');
    const name = given.trim();
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(code)) {
      throw badUserInput(`code must have 1 to 40 small letters, digits and dashes; got ${shortened(code)}.`);
    }
    if (name.length < 1 || name.length > 100) {
      throw badUserInput(`name must have 1 to 100 characters; got ${shortened(given)}.`);
    }
    return orders.transaction(async (transaction) => ({
      keep: true,
      value: await transaction.addWarehouse({ code, name }),
    }));
  };
}
