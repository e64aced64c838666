import { parseConfig, portSchema, processConfigShape, urlSchema } from '@mosaico/service';
import { z } from 'zod';

const lifetimeRule = 'must be a whole number of seconds from 1 to 86400';

/** What this subgraph reads from the environment beside what every process does. */
export const ordersConfigShape = {
  /** The MySQL or MariaDB server, such as `mysql://user:password@host:3306/orders`; embedded PostgreSQL when absent. */
  MYSQL_URL: urlSchema('mysql').optional(),
  /** How long a login lasts, in seconds. */
  ACCESS_TOKEN_LIFETIME_SECONDS: z.coerce
    .number({ error: lifetimeRule })
    .int(lifetimeRule)
    .min(1, lifetimeRule)
    .max(86_400, lifetimeRule)
    .default(900),
} satisfies z.ZodRawShape;

/** The configuration of the orders process. @throws ConfigError that names every fault. */
export function readConfig() {
  return parseConfig(
    z.object({
      ...processConfigShape,
      ...ordersConfigShape,
      PORT: portSchema.default(4001),
      /** Where the cart subgraph answers, for orders of a whole cart. */
      CART_URL: urlSchema('http', 'https').default('http://127.0.0.1:4003/graphql'),
    }),
  );
}
