import { createBatchLoader, roundAmount, type Currency, type Identity, type Money } from '@mosaico/service';
import type { AnalyticsCaches } from './caches.ts';
import type { CustomerScores, CustomerStore, LifetimeValue } from './store/customer-store.ts';
import type { DayRange, ProductTotals, SalesStore } from './store/sales-store.ts';

type Loader<Value> = ReturnType<typeof createBatchLoader<string, Value>>;

/** What one request holds. */
export interface Context {
  readonly identity: Identity;
  readonly requestId: string;
  readonly sales: SalesStore;
  readonly customers: CustomerStore;
  /** An exact amount as it is shown: the shop's currency, rounded half-even to two decimals. */
  readonly money: (amount: string) => Money;
  readonly loaders: {
    readonly lifetimeValue: Loader<LifetimeValue>;
    /** The loader of the scores as of one day; null for the day after the last fact. */
    readonly scores: (asOf: string | null) => Loader<CustomerScores>;
    /** The loader of what products sold within one range. */
    readonly productSales: (range: DayRange) => Loader<ProductTotals>;
  };
}

export function createContext(options: {
  identity: Identity;
  requestId: string;
  sales: SalesStore;
  customers: CustomerStore;
  currency: Currency;
  /** Null where nothing is kept: each request asks the stores. */
  caches: AnalyticsCaches | null;
}): Context {
  const { sales, customers, currency, caches } = options;
  return {
    identity: options.identity,
    requestId: options.requestId,
    sales,
    customers,
    money: (amount) => ({ amount: roundAmount(amount), currency }),
    loaders: {
      lifetimeValue:
        caches?.lifetimeValues.loader() ??
        createBatchLoader({
          load: (ids: readonly string[]) => customers.lifetimeValues(ids),
          keyOf: ({ customerId }) => customerId,
        }),
      scores: loaderByArgument((asOf: string | null) =>
        createBatchLoader({
          load: (ids: readonly string[]) => customers.scores(ids, asOf),
          keyOf: ({ customerId }) => customerId,
        }),
      ),
      productSales: loaderByArgument((range: DayRange) => {
        if (caches !== null && range.from === null && range.to === null) return caches.productSales.loader();
        return createBatchLoader({
          load: (ids: readonly string[]) => sales.salesOfProducts(ids, range),
          keyOf: ({ catalogId }) => catalogId,
        });
      }),
    },
  };
}

/** Fields asked with equal arguments share a batch; each other argument has its own. */
function loaderByArgument<Argument, Value>(create: (argument: Argument) => Loader<Value>) {
  const loaders = new Map<string, Loader<Value>>();
  return (argument: Argument): Loader<Value> => {
    const key = JSON.stringify(argument);
    const loader = loaders.get(key) ?? create(argument);
    loaders.set(key, loader);
    return loader;
  };
}
