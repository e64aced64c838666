import { badUserInput } from '@mosaico/service';
import type { DayRange, RankedProduct, SalesStore } from '../store/sales-store.ts';
import { requireDayRange } from './day-range.ts';

const maxProducts = 100;

/**
 * The best-selling skus, best first.
 * @throws BAD_USER_INPUT for days in the wrong order or outside the calendar, and for a count out of range.
 */
export async function rankProducts(
  sales: SalesStore,
  options: DayRange & { by: 'revenue' | 'units'; first: number },
): Promise<RankedProduct[]> {
  const { first: limit, ...ranking } = options;
  requireDayRange(options);
  if (limit < 1 || limit > maxProducts) throw badUserInput(`first must be from 1 to ${maxProducts}; got ${limit}.`);
  return sales.topProducts({ ...ranking, limit });
}
