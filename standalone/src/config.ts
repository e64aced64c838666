import { analyticsConfigShape } from '@mosaico/analytics';
import { cartConfigShape } from '@mosaico/cart';
import { catalogConfigShape } from '@mosaico/catalog';
import { cacheConfigShape } from '@mosaico/entity-cache';
import { eventsConfigShape } from '@mosaico/events';
import { gatewayConfigShape } from '@mosaico/gateway';
import { ordersConfigShape } from '@mosaico/orders';
import { parseConfig, processConfigShape, urlSchema } from '@mosaico/service';
import { z } from 'zod';

/** Where a subgraph runs that is not to run in this process. */
const subgraphUrl = urlSchema('http', 'https').optional();

const schema = z.object({
  ...processConfigShape,
  /** Quieter than a server's: what a person needs to know is printed for a person. */
  LOG_LEVEL: processConfigShape.LOG_LEVEL.unwrap().default('warn'),
  ...ordersConfigShape,
  ...catalogConfigShape,
  ...cartConfigShape,
  ...analyticsConfigShape,
  ...eventsConfigShape,
  ...cacheConfigShape,
  ...gatewayConfigShape,
  ORDERS_URL: subgraphUrl,
  CATALOG_URL: subgraphUrl,
  CART_URL: subgraphUrl,
  ANALYTICS_URL: subgraphUrl,
  EVENTS_URL: subgraphUrl,
});
export type StandaloneConfig = z.output<typeof schema>;

/**
 * The configuration of the standalone process, of the seed and of the import.
 * @param overrides what a command line says, which wins over the environment
 * @throws ConfigError that names every faulty variable
 */
export function readConfig(overrides: Readonly<Record<string, string>> = {}): StandaloneConfig {
  return parseConfig(schema, { ...process.env, ...overrides });
}
