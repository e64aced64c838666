import { openAnalyticsStores, type AnalyticsStores } from '@mosaico/analytics';
import { openCartStores, type CartStores } from '@mosaico/cart';
import { openCatalogStores, type CatalogStores } from '@mosaico/catalog';
import { openEventsStores, type EventsStores } from '@mosaico/events';
import { openOrdersStores, type OrdersStores } from '@mosaico/orders';
import type { Logger, Metrics } from '@mosaico/service';
import type { StandaloneConfig } from './config.ts';

/** The stores of all five subgraphs: what a process needs that writes to several, as the seed and the import do. */
export interface ShopStores {
  readonly orders: OrdersStores;
  readonly catalog: CatalogStores;
  readonly cart: CartStores;
  readonly analytics: AnalyticsStores;
  readonly events: EventsStores;
}
export type ShopStoreName = keyof ShopStores;

const openers = {
  orders: openOrdersStores,
  catalog: openCatalogStores,
  cart: openCartStores,
  analytics: openAnalyticsStores,
  events: openEventsStores,
};
export const shopStoreNames = Object.keys(openers) as ShopStoreName[];

interface OpenOptions {
  config: StandaloneConfig;
  logger: Logger;
  metrics?: Metrics;
}

/** Opens the stores of all subgraphs at once. @throws what the first failure threw; what was open by then is closed again. */
export async function openShopStores(options: OpenOptions): Promise<ShopStores> {
  const stores = await openSomeStores(shopStoreNames, options);
  if (isWholeShop(stores)) return stores;
  throw new Error('Some stores of the shop were not opened.');
}

/** Opens the stores of those subgraphs that are to run in this process. @throws as openShopStores */
export async function openSomeStores(
  names: readonly ShopStoreName[],
  options: OpenOptions,
): Promise<Partial<ShopStores>> {
  const opened = await Promise.allSettled(names.map(async (name) => [name, await openers[name](options)] as const));
  const stores = Object.fromEntries(opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
  const failure = opened.find((result) => result.status === 'rejected');
  if (failure === undefined) return stores;
  await closeStores(stores);
  throw failure.reason;
}

export async function closeStores(stores: Partial<ShopStores>): Promise<void> {
  await Promise.allSettled(Object.values(stores).map((store: { close: () => Promise<void> }) => store.close()));
}

export function isWholeShop(stores: Partial<ShopStores>): stores is ShopStores {
  return shopStoreNames.every((name) => stores[name] !== undefined);
}

/** True when nobody has filled the shop yet. */
export async function isEmptyShop({ catalog, orders }: ShopStores): Promise<boolean> {
  const [{ products }, { customers }] = await Promise.all([catalog.counts(), orders.counts()]);
  return products === 0 && customers === 0;
}
