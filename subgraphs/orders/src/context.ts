import { createBatchLoader, type Currency, type Identity, type PageRequest } from '@mosaico/service';
import { mapAccountUseCases, type AccountUseCases } from './account-use-cases.ts';
import type { Caches } from './caches.ts';
import type { DeliveryUseCases } from './delivery-use-cases.ts';
import type { RefundOrder } from './domain/payments/refund-order.ts';
import type { CancelOrder } from './domain/cancel-order.ts';
import type { PayOrder } from './domain/pay-order.ts';
import type { ChangeStock } from './domain/change-stock.ts';
import type { PlaceOrder } from './domain/place-order.ts';
import type { AddWarehouse, SetStockRules } from './domain/stock-rules.ts';
import { createEntityLoaders } from './entity-loaders.ts';
import { createPricingLoaders } from './pricing-loaders.ts';
import type { PricingUseCases } from './pricing-use-cases.ts';
import type { OrderPosition } from './store/order-store.ts';
import type { OrdersStores } from './store/open-stores.ts';
import type { PricingStore } from './store/pricing-store.ts';
import { createRequestReads } from './store/replicas/request-reads.ts';
import type { SagaStore } from './store/saga-store.ts';
import type { OrdersReads } from './store/sql-stores.ts';
import type { StockStore } from './store/stock-store.ts';

/** What a request can have done. */
export interface UseCases extends Readonly<AccountUseCases>, Readonly<DeliveryUseCases>, Readonly<PricingUseCases> {
  readonly placeOrder: PlaceOrder;
  readonly refundOrder: RefundOrder;
  readonly payOrder: PayOrder;
  readonly cancelOrder: CancelOrder;
  readonly changeStock: ChangeStock;
  readonly setStockRules: SetStockRules;
  readonly addWarehouse: AddWarehouse;
}

/** What one request holds. */
export interface Context {
  readonly identity: Identity;
  readonly requestId: string;
  /** The client's IP address; null where nobody knows it. */
  readonly clientAddress: string | null;
  /** When the operation must be answered, for whoever asks another part of the shop. */
  readonly deadlineAt: number | undefined;
  /** The shop's, in which its prices are. */
  readonly currency: Currency;
  /** What is set about prices. */
  readonly pricing: PricingReads;
  readonly loaders: Loaders;
  readonly useCases: UseCases;
}

type PricingReads = Pick<PricingStore, 'promotions' | 'shippingMethods' | 'taxRates'>;
type Loaders = ReturnType<typeof createLoaders> & ReturnType<typeof createPricingLoaders>;

/** @param options.afterWrite true when the client's operation may have written before this request, through another one */
export function createContext(options: {
  identity: Identity;
  requestId: string;
  afterWrite?: boolean;
  clientAddress?: string | null;
  deadlineAt?: number | undefined;
  stores: Pick<
    OrdersStores,
    'customers' | 'stock' | 'orders' | 'payments' | 'deliveries' | 'pricing' | 'sagas' | 'replicas'
  >;
  /** Null for a part that keeps nothing: then a request's own loaders are all that saves a question. */
  caches: Caches | null;
  useCases: UseCases;
  currency: Currency;
  now?: () => Date;
}): Context {
  const { identity, requestId, afterWrite = false, clientAddress = null, stores, caches, useCases } = options;
  const { currency } = options;
  const { now = () => new Date() } = options;
  const reads = createRequestReads({ primary: stores, replicas: stores.replicas, identity });
  if (afterWrite) reads.usePrimary();
  const createOwnLoaders = () => ({
    ...createLoaders({ reads, caches, sagas: stores.sagas, stock: stores.stock, now }),
    ...createPricingLoaders({ reads, pricing: stores.pricing }),
  });
  const loaders = createOwnLoaders();

  /** What is read after it is read anew, and where it was written. */
  const writing =
    <Input, Outcome>(useCase: (input: Input) => Promise<Outcome>) =>
    async (input: Input): Promise<Outcome> => {
      reads.usePrimary();
      try {
        return await useCase(input);
      } finally {
        // In place: the context's own are read-only.
        Object.assign(loaders, createOwnLoaders());
      }
    };

  return {
    identity,
    requestId,
    clientAddress,
    deadlineAt: options.deadlineAt,
    currency,
    pricing: stores.pricing,
    loaders,
    useCases: {
      ...mapAccountUseCases(useCases, writing),
      quote: useCases.quote,
      createPromotion: writing(useCases.createPromotion),
      endPromotion: writing(useCases.endPromotion),
      setShippingMethod: writing(useCases.setShippingMethod),
      setTaxRate: writing(useCases.setTaxRate),
      placeOrder: writing(useCases.placeOrder),
      refundOrder: writing(useCases.refundOrder),
      payOrder: writing(useCases.payOrder),
      cancelOrder: writing(useCases.cancelOrder),
      shipOrder: writing(useCases.shipOrder),
      markDelivered: writing(useCases.markDelivered),
      requestReturn: writing(useCases.requestReturn),
      receiveReturn: writing(useCases.receiveReturn),
      refundReturn: writing(useCases.refundReturn),
      changeStock: writing(useCases.changeStock),
      setStockRules: writing(useCases.setStockRules),
      addWarehouse: useCases.addWarehouse,
    },
  };
}

/** A page of that many customers is one statement; more go in several. */
const customersPerPageQuestion = 50;

function createLoaders(options: {
  reads: OrdersReads;
  caches: Caches | null;
  /** Of the primary: whoever looks at a saga wants to know how it stands. */
  sagas: Pick<SagaStore, 'ofOrders' | 'stepsOf'>;
  stock: Pick<StockStore, 'levelsOfSkus' | 'levelsOfProducts'>;
  now: () => Date;
}) {
  const { reads, caches, sagas, stock, now } = options;
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
    /** Levels by warehouse; of the primary: whoever works there wants to know how they stand. */
    levelsOfSku: createBatchLoader({
      load: (skus: readonly string[]) => stock.levelsOfSkus(skus),
      keyOf: ({ sku }) => sku,
    }),
    levelsOfProduct: createBatchLoader({
      load: (ids: readonly string[]) => stock.levelsOfProducts(ids),
      keyOf: ({ catalogId }) => catalogId,
    }),
    /** Sagas by order, each with the time at which it was asked for. */
    saga: createBatchLoader({
      load: async (ids: readonly string[]) => {
        const asOf = now();
        return (await sagas.ofOrders(ids)).map((saga) => ({ ...saga, asOf }));
      },
      keyOf: ({ orderId }) => orderId,
    }),
    /** Their steps. */
    sagaSteps: createBatchLoader({
      load: (ids: readonly string[]) => sagas.stepsOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    /** Parcels by order. */
    parcels: createBatchLoader({
      load: (ids: readonly string[]) => reads.deliveries.parcelsOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    returns: createBatchLoader({
      load: (ids: readonly string[]) => reads.deliveries.returnsOf(ids),
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
