import { cacheConfigShape } from '@mosaico/entity-cache';
import { parseConfig, portSchema, processConfigShape, urlSchema } from '@mosaico/service';
import { z } from 'zod';

/** Where each subgraph listens when nothing else is said; the committed supergraph names these too. */
export const defaultSubgraphUrls = {
  orders: 'http://127.0.0.1:4001/graphql',
  catalog: 'http://127.0.0.1:4002/graphql',
  cart: 'http://127.0.0.1:4003/graphql',
  analytics: 'http://127.0.0.1:4004/graphql',
  events: 'http://127.0.0.1:4005/graphql',
};
export type SubgraphName = keyof typeof defaultSubgraphUrls;

const flag = (standard: boolean) =>
  z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default(standard ? 'true' : 'false')
    .transform((value) => value === 'true');

const milliseconds = z.coerce
  .number({ error: 'must be a number of milliseconds from 100 to 120000' })
  .int('must be a number of milliseconds from 100 to 120000')
  .min(100, 'must be a number of milliseconds from 100 to 120000')
  .max(120_000, 'must be a number of milliseconds from 100 to 120000');

/** What the gateway reads from the environment wherever it runs. */
export const gatewayConfigShape = {
  /** Where the gateway listens. */
  PORT: portSchema.default(4000),
  /**
   * Proxies before the gateway, IP addresses or networks with commas between them, such as `10.0.0.0/8`: what they say of where a
   * request came from is believed, for the limits of logins by address.
   */
  TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: 'must be IP addresses or networks' })))
    .optional(),
  /** Whether clients may read the schema through the graph; the explorer needs it. */
  INTROSPECTION: flag(true),
  /** How long an operation of a client may take, all its subgraphs together, in milliseconds. */
  OPERATION_TIMEOUT_MS: milliseconds.default(20_000),
  /** The root of an OpenTelemetry collector, such as `http://127.0.0.1:4318`, that gets spans; none are made when absent. */
  OTEL_EXPORTER_OTLP_ENDPOINT: urlSchema('http', 'https').optional(),
} satisfies z.ZodRawShape;

const subgraphUrl = (name: SubgraphName) => urlSchema('http', 'https').default(defaultSubgraphUrls[name]);

const gatewayProcessSchema = z.object({
  ...processConfigShape,
  ...gatewayConfigShape,
  /** Where the subgraphs tell what has changed; without it no answer is kept. */
  REDIS_L2_URL: cacheConfigShape.REDIS_L2_URL,
  REDIS_KEY_PREFIX: cacheConfigShape.REDIS_KEY_PREFIX,
  ORDERS_URL: subgraphUrl('orders'),
  CATALOG_URL: subgraphUrl('catalog'),
  CART_URL: subgraphUrl('cart'),
  ANALYTICS_URL: subgraphUrl('analytics'),
  EVENTS_URL: subgraphUrl('events'),
  /** How many processes answer on the one port. */
  WORKERS: z.coerce
    .number({ error: 'must be a number from 1 to 64' })
    .int('must be a number from 1 to 64')
    .min(1, 'must be a number from 1 to 64')
    .max(64, 'must be a number from 1 to 64')
    .default(1),
  /** How long a subgraph may take to answer, in milliseconds. */
  SUBGRAPH_TIMEOUT_MS: milliseconds.default(10_000),
});
export type GatewayConfig = z.output<typeof gatewayProcessSchema>;

/** The configuration of a gateway that runs alone. @throws ConfigError that names every faulty variable. */
export function readConfig(environment?: Record<string, string | undefined>): GatewayConfig {
  return parseConfig(gatewayProcessSchema, environment);
}

/**
 * @apollo/gateway asks the cloud's metadata servers where it runs and sends its vendor metrics every hour, unless this
 * variable says no when it is constructed.
 */
export function disableVendorTelemetry(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}
