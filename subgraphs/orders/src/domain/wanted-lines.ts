import type { LockedSellable } from '../store/stock-transaction.ts';
import { promisable } from './allocate.ts';
import type { OrderLine } from './order-lines.ts';

/** A line of which too few units are left. */
export interface ShortLine {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

/** A line with what it sells. */
export interface WantedLine {
  readonly sellable: LockedSellable;
  readonly quantity: number;
}

export type WantedOutcome =
  | { outcome: 'forSale'; lines: WantedLine[] }
  | { outcome: 'unknownItems'; skus: string[] }
  | { outcome: 'outOfStock'; lines: ShortLine[] };

/** The lines with what each of them sells; or the skus that the shop does not sell, else the lines of which too little is left. */
export function matchLines(lines: readonly OrderLine[], sellables: readonly LockedSellable[]): WantedOutcome {
  const forSale = new Map(sellables.filter(({ status }) => status === 'active').map((one) => [one.sku, one]));
  const wanted = lines.flatMap(({ sku, quantity }) => {
    const sellable = forSale.get(sku);
    return sellable === undefined ? [] : [{ sellable, quantity }];
  });
  if (wanted.length !== lines.length) {
    return { outcome: 'unknownItems', skus: lines.map(({ sku }) => sku).filter((sku) => !forSale.has(sku)) };
  }
  const short = wanted
    .map(({ sellable: { sku, levels }, quantity }) => ({ sku, requested: quantity, available: promisable(levels) }))
    .filter(({ requested, available }) => available < requested);
  return short.length > 0 ? { outcome: 'outOfStock', lines: short } : { outcome: 'forSale', lines: wanted };
}
