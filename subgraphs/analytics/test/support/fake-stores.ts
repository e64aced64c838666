import type { CustomerStore } from '../../src/store/customer-store.ts';
import type { SalesStore } from '../../src/store/sales-store.ts';
import type { Stores } from './connect-warehouse.ts';

/** One call of a store: its name, then its arguments. */
export type Call = readonly [name: string, ...args: unknown[]];

/** Stores that write down every call and answer what the test says, or that there is nothing. */
export function recordingStores(answers: Partial<SalesStore & CustomerStore> = {}): { stores: Stores; calls: Call[] } {
  const calls: Call[] = [];
  const recorded = <Args extends unknown[], Result>(
    name: string,
    answer: ((...args: Args) => Promise<Result>) | undefined,
    nothing: Result,
  ) => {
    return (...args: Args): Promise<Result> => {
      calls.push([name, ...args]);
      return answer ? answer(...args) : Promise.resolve(nothing);
    };
  };
  const refuse = () => Promise.reject(new Error('A request must write nothing.'));
  return {
    calls,
    stores: {
      facts: {
        loadFacts: refuse,
        upsertCustomers: refuse,
        upsertProducts: refuse,
        finishLoad: refuse,
        totals: refuse,
      },
      inbox: {
        orderPlaced: refuse,
        orderCancelled: refuse,
        orderRefunded: refuse,
        customerRegistered: refuse,
        customerClosed: refuse,
        productChanged: refuse,
        productDeleted: refuse,
        forget: refuse,
      },
      sales: {
        salesByPeriod: recorded('salesByPeriod', answers.salesByPeriod, []),
        topProducts: recorded('topProducts', answers.topProducts, []),
        salesOfProducts: recorded('salesOfProducts', answers.salesOfProducts, []),
      },
      customers: {
        lifetimeValues: recorded('lifetimeValues', answers.lifetimeValues, []),
        scores: recorded('scores', answers.scores, []),
        cohortMonths: recorded('cohortMonths', answers.cohortMonths, { months: [], lastMonth: null }),
      },
      ping: () => Promise.resolve(),
    },
  };
}
