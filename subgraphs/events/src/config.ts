import { cacheConfigShape } from '@mosaico/entity-cache';
import { parseConfig, portSchema, processConfigShape } from '@mosaico/service';
import { z } from 'zod';
import { cassandraUrlForm, parseCassandraUrl } from './store/cassandra/client/target.ts';

/** What is the events subgraph's own. */
export const eventsConfigShape = {
  /** The keyspace that holds the events; without it they lie under DATA_DIR. */
  CASSANDRA_URL: z
    .string()
    .refine((url) => parseCassandraUrl(url) !== null, `must be a URL of the form ${cassandraUrlForm}`)
    .optional(),
} satisfies z.ZodRawShape;

/** The configuration of the events process. @throws ConfigError that names every fault. */
export function readConfig() {
  const { REDIS_L2_URL, REDIS_KEY_PREFIX } = cacheConfigShape;
  return parseConfig(
    z.object({
      ...processConfigShape,
      // The server that holds the bus; nothing is cached here, since nothing here is an entity.
      ...{ REDIS_L2_URL, REDIS_KEY_PREFIX },
      ...eventsConfigShape,
      PORT: portSchema.default(4005),
    }),
  );
}
