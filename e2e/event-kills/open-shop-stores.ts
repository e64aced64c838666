import { openAnalyticsStores, type AnalyticsStores } from '@mosaico/analytics';
import { openCartStores, type CartStores } from '@mosaico/cart';
import { openEventsStores, type EventsStores } from '@mosaico/events';
import { openOrdersStores, type OrdersStores } from '@mosaico/orders';
import { createSilentLogger } from '@mosaico/service';

/** The stores of the part that announces here, and of those that hear it. */
export interface ShopStores {
  readonly orders: OrdersStores;
  readonly analytics: AnalyticsStores;
  readonly cart: CartStores;
  readonly events: EventsStores;
}
export type Environment = Readonly<Record<string, string>>;

/** Opens those of a shop on real servers. @param environment as its processes are started with */
export async function openShopStores(environment: Environment): Promise<ShopStores> {
  const logger = createSilentLogger();
  const {
    DATA_DIR = '',
    MYSQL_URL,
    POSTGRES_URL,
    CASSANDRA_URL,
    DYNAMODB_URL,
    DYNAMODB_TABLE_PREFIX = '',
  } = environment;
  const [orders, analytics, cart, events] = await Promise.all([
    openOrdersStores({ config: { DATA_DIR, MYSQL_URL }, logger }),
    openAnalyticsStores({ config: { DATA_DIR, POSTGRES_URL, POSTGRES_POOL_MAX: 5 }, logger }),
    openCartStores({ config: { DATA_DIR, DYNAMODB_URL, DYNAMODB_TABLE_PREFIX }, logger }),
    openEventsStores({ config: { DATA_DIR, CASSANDRA_URL }, logger }),
  ]);
  return { orders, analytics, cart, events };
}
