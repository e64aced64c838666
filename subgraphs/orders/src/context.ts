import { createBatchLoader, type Identity, type PageRequest } from '@mosaico/service';
import type { AccountUseCases } from './account-use-cases.ts';
import type { Caches } from './caches.ts';
import type { RefundOrder } from './domain/payments/refund-order.ts';
import type { PlaceOrder } from './domain/place-order.ts';
import { createEntityLoaders } from './entity-loaders.ts';
import type { OrderPosition } from './store/order-store.ts';
import type { OrdersStores } from './store/open-stores.ts';
import { createRequestReads } from './store/replicas/request-reads.ts';
import type { OrdersReads } from './store/sql-stores.ts';

/** What a request can have done. */
export interface UseCases extends Readonly<AccountUseCases> {
  readonly placeOrder: PlaceOrder;
  readonly refundOrder: RefundOrder;
}

/** What one request holds. */
export interface Context {
  readonly identity: Identity;
  readonly requestId: string;
  readonly loaders: Loaders;
  readonly useCases: UseCases;
}

type Loaders = ReturnType<typeof createLoaders>;

/** @param options.afterWrite true when the client's operation may have written before this request, through another one */
export function createContext(options: {
  identity: Identity;
  requestId: string;
  afterWrite?: boolean;
  stores: Pick<OrdersStores, 'customers' | 'stock' | 'orders' | 'payments' | 'replicas'>;
  /** Null for a part that keeps nothing: then a request's own loaders are all that saves a question. */
  caches: Caches | null;
  useCases: UseCases;
}): Context {
  const { identity, requestId, afterWrite = false, stores, caches, useCases } = options;
  const reads = createRequestReads({ primary: stores, replicas: stores.replicas, identity });
  if (afterWrite) reads.usePrimary();
  const loaders = createLoaders(reads, caches);

  /** What is read after it is read anew, and where it was written. */
  const writing =
    <Input, Outcome>(useCase: (input: Input) => Promise<Outcome>) =>
    async (input: Input): Promise<Outcome> => {
      reads.usePrimary();
      try {
        return await useCase(input);
      } finally {
        // In place, because the server hands a copy of the context to the resolvers.
        Object.assign(loaders, createLoaders(reads, caches));
      }
    };

  return {
    identity,
    requestId,
    loaders,
    useCases: {
      register: writing(useCases.register),
      login: writing(useCases.login),
      refreshSession: writing(useCases.refreshSession),
      logout: writing(useCases.logout),
      logoutEverywhere: writing(useCases.logoutEverywhere),
      placeOrder: writing(useCases.placeOrder),
      refundOrder: writing(useCases.refundOrder),
    },
  };
}

/** A page of that many customers is one statement; more go in several. */
const customersPerPageQuestion = 50;

function createLoaders(reads: OrdersReads, caches: Caches | null) {
  const pages = new Map<string, ReturnType<typeof createPageLoader>>();
  const createPageLoader = (page: PageRequest<OrderPosition>) =>
    createBatchLoader({
      load: (ids: readonly string[]) => reads.orders.pagesOf(ids, page),
      keyOf: ({ customerId }) => customerId,
      maxBatchSize: customersPerPageQuestion,
    });

  return {
    ...(caches?.loaders() ?? createEntityLoaders(reads)),
    /** Payments by order; of the database, whatever is kept of the order: what was paid is no matter of minutes. */
    payments: createBatchLoader({
      load: (ids: readonly string[]) => reads.payments.paymentsOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    refunds: createBatchLoader({
      load: (ids: readonly string[]) => reads.payments.refundsOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    /** Orders by customer; customers whose pages have the same bounds share a question. */
    ordersPage(page: PageRequest<OrderPosition>) {
      const bounds = JSON.stringify(page);
      const loader = pages.get(bounds) ?? createPageLoader(page);
      pages.set(bounds, loader);
      return loader;
    },
  };
}
