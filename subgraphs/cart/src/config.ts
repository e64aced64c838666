import { cacheConfigShape } from '@mosaico/entity-cache';
import { parseConfig, portSchema, processConfigShape, urlSchema } from '@mosaico/service';
import { z } from 'zod';

/** What the cart subgraph reads from its environment. Without DYNAMODB_URL its store is embedded, under DATA_DIR. */
export const cartConfigShape = {
  /** The endpoint of a DynamoDB, such as `http://localhost:8000`, or `aws` for what the AWS SDK finds by itself. */
  DYNAMODB_URL: z
    .string()
    .refine(
      (value) => value === 'aws' || urlSchema('http', 'https').safeParse(value).success,
      'must be aws, or a URL that begins with http:// or https://',
    )
    .optional(),
  /** Stands before the name of each table, so that several shops can share one account. */
  DYNAMODB_TABLE_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{0,200}$/, 'must have at most 200 characters, of letters, digits and _ . -')
    .default(''),
  /** Where the tables are, with `aws`. */
  AWS_REGION: z.string().min(1).optional(),
  /** Only whether it is there matters here: with it, the SDK finds the credentials for an endpoint as it does for `aws`. */
  AWS_ACCESS_KEY_ID: z.string().min(1).optional(),
} satisfies z.ZodRawShape;

const schema = z.object({
  ...processConfigShape,
  ...cartConfigShape,
  ...cacheConfigShape,
  PORT: portSchema.default(4003),
  /** Where the catalog subgraph answers. */
  CATALOG_URL: urlSchema('http', 'https').default('http://127.0.0.1:4002/graphql'),
});

/** The configuration of the subgraph as a process of its own. @throws ConfigError */
export function readConfig(): z.output<typeof schema> {
  return parseConfig(schema);
}

/** What the stores need of a configuration. */
export type CartStoresConfig = z.output<z.ZodObject<typeof cartConfigShape>> & { DATA_DIR: string };
