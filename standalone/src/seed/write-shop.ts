import { inBatches } from '../batches.ts';
import type { Progress } from '../progress.ts';
import type { ShopStores } from '../shop-stores.ts';
import { cartOf, sessionsOf, welcomeOf } from './shop/customer-records.ts';
import type { ShopCustomer } from './shop/customers.ts';
import { activityOf, auditOf, factsOf, historicalOrdersOf, notificationsOf } from './shop/order-records.ts';
import type { ShopOrder } from './shop/orders.ts';
import { standardDelivery, welcomeCoupon } from './shop/prices.ts';
import { sellablesOf, type ShopProduct } from './shop/products.ts';
import { reviewsOf } from './shop/reviews.ts';
import type { Shop } from './shop/shop.ts';

/** How many products, customers or orders go into the stores at a time. */
const batchSize = 500;

/**
 * Writes a made-up shop into the five stores through their ports. Idempotent: writing the same shop again, or again from the
 * beginning after it was interrupted, ends in the same stores.
 *
 * @param demoPasswordHash of the password that the demo customers log in with; nobody can log in as any other
 */
export async function writeShop(
  shop: Shop,
  options: { stores: ShopStores; demoPasswordHash: string; progress: Progress },
): Promise<void> {
  const { stores, progress } = options;
  await stores.catalog.categories.upsert(shop.categories);
  await stores.orders.pricing.addPromotion(welcomeCoupon, { key: 'seed' });
  await stores.orders.pricing.saveShippingMethod(standardDelivery);
  let done = 0;
  for (const products of inBatches(shop.products, batchSize)) {
    await writeProducts(products, { shop, stores });
    progress({ name: 'products', done: (done += products.length), of: shop.products.length });
  }
  // A recommendation names products that may come in a later batch, and a review a customer.
  await stores.catalog.recommendations.upsert(shop.recommendations);
  done = 0;
  for (const customers of inBatches(shop.customers(), batchSize)) {
    await writeCustomers(customers, { shop, ...options });
    progress({ name: 'customers', done: (done += customers.length), of: shop.customerCount });
  }
  const reviews = shop.products.flatMap((product) =>
    reviewsOf(product, { ...shop.options, customers: shop.customerCount }),
  );
  for (const batch of inBatches(reviews, 5 * batchSize)) await stores.catalog.reviews.upsert(batch);
  done = 0;
  for (const orders of inBatches(shop.orders(), batchSize)) {
    await writeOrders(orders, { shop, stores });
    progress({ name: 'orders', done: (done += orders.length), of: null });
  }
  await stores.analytics.facts.finishLoad();
}

async function writeProducts(
  products: readonly ShopProduct[],
  into: { shop: Shop; stores: ShopStores },
): Promise<void> {
  const { shop, stores } = into;
  const sellables = products.flatMap(sellablesOf);
  await Promise.all([
    writeToCatalog(products, into),
    stores.orders.stock.upsert(sellables, { at: shop.options.until }),
    stores.analytics.facts.upsertProducts(sellables),
  ]);
}

/** The catalog hears of stock that changes, not of what there is from the beginning. */
async function writeToCatalog(products: readonly ShopProduct[], { stores }: { stores: ShopStores }): Promise<void> {
  const { catalog } = stores;
  await catalog.products.upsert(products.map(({ record }) => record));
  await catalog.availability.putMissing(
    products.flatMap(({ record, onHand }) =>
      record.variants.map(({ sku }, number) => ({ sku, available: onHand[number] ?? 0 })),
    ),
  );
}

async function writeCustomers(
  customers: readonly ShopCustomer[],
  into: { shop: Shop; stores: ShopStores; demoPasswordHash: string },
): Promise<void> {
  const { shop, stores, demoPasswordHash } = into;
  const window = { ...shop.options, picker: shop.picker };
  await Promise.all([
    stores.orders.customers.upsert(
      customers.map(({ record, isDemo }) => ({ ...record, passwordHash: isDemo ? demoPasswordHash : null })),
    ),
    stores.analytics.facts.upsertCustomers(
      customers.map(({ record }) => ({
        id: record.id,
        country: record.addresses[0]?.country ?? null,
        firstSeenAt: record.createdAt,
      })),
    ),
    stores.cart.carts.putMissing(customers.flatMap((customer) => cartOf(customer, window))),
    stores.cart.sessions.putMissing(customers.flatMap((customer) => sessionsOf(customer, window))),
    stores.cart.notifications.putMissing(customers.flatMap((customer) => welcomeOf(customer, window))),
  ]);
}

async function writeOrders(orders: readonly ShopOrder[], into: { shop: Shop; stores: ShopStores }): Promise<void> {
  const { shop, stores } = into;
  await Promise.all([
    stores.orders.orders.addMissing(orders.map(({ record }) => record)),
    stores.analytics.facts.loadFacts(orders.flatMap(factsOf)),
    stores.events.auditLog.append(orders.flatMap(auditOf)),
    stores.events.orderHistory.put(orders.flatMap(historicalOrdersOf)),
    stores.events.userEvents.append(orders.flatMap(activityOf)),
    stores.cart.notifications.putMissing(orders.flatMap((order) => notificationsOf(order, shop.options.until))),
  ]);
}
