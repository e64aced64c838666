import { createBatchLoader, type Identity, type PageRequest } from '@mosaico/service';
import type { Login } from './domain/login.ts';
import type { PlaceOrder } from './domain/place-order.ts';
import type { Register } from './domain/register.ts';
import type { OrderPosition } from './store/order-store.ts';
import type { OrdersStores } from './store/open-stores.ts';

/** What a request can have done. */
export interface UseCases {
  readonly register: Register;
  readonly login: Login;
  readonly placeOrder: PlaceOrder;
}

/** What one request holds. */
export interface Context {
  readonly identity: Identity;
  readonly requestId: string;
  readonly loaders: Loaders;
  readonly useCases: UseCases;
}

type Loaders = ReturnType<typeof createLoaders>;

export function createContext(options: {
  identity: Identity;
  requestId: string;
  stores: Pick<OrdersStores, 'customers' | 'stock' | 'orders'>;
  useCases: UseCases;
}): Context {
  const { identity, requestId, stores, useCases } = options;
  return { identity, requestId, loaders: createLoaders(stores), useCases };
}

/** A page of that many customers is one statement; more go in several. */
const customersPerPageQuestion = 50;

function createLoaders({ customers, stock, orders }: Pick<OrdersStores, 'customers' | 'stock' | 'orders'>) {
  const pages = new Map<string, ReturnType<typeof createPageLoader>>();
  const createPageLoader = (page: PageRequest<OrderPosition>) =>
    createBatchLoader({
      load: (ids: readonly string[]) => orders.pagesOf(ids, page),
      keyOf: ({ customerId }) => customerId,
      maxBatchSize: customersPerPageQuestion,
    });

  return {
    customer: createBatchLoader({
      load: (ids: readonly string[]) => customers.find(ids),
      keyOf: ({ id }) => id,
    }),
    addresses: createBatchLoader({
      load: (ids: readonly string[]) => customers.addressesOf(ids),
      keyOf: ({ customerId }) => customerId,
    }),
    roles: createBatchLoader({
      load: (ids: readonly string[]) => customers.rolesOf(ids),
      keyOf: ({ customerId }) => customerId,
    }),
    order: createBatchLoader({
      load: (ids: readonly string[]) => orders.find(ids),
      keyOf: ({ id }) => id,
    }),
    items: createBatchLoader({
      load: (ids: readonly string[]) => orders.itemsOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    statusHistory: createBatchLoader({
      load: (ids: readonly string[]) => orders.statusHistoryOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    stockOfSku: createBatchLoader({
      load: (skus: readonly string[]) => stock.stockOfSkus(skus),
      keyOf: ({ sku }) => sku,
    }),
    stockOfProduct: createBatchLoader({
      load: (ids: readonly string[]) => stock.stockOfProducts(ids),
      keyOf: ({ catalogId }) => catalogId,
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
