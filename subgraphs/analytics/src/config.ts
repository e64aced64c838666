import { cacheConfigShape } from '@mosaico/entity-cache';
import { parseConfig, portSchema, processConfigShape, urlSchema } from '@mosaico/service';
import { z } from 'zod';

const poolSize = 'must be a whole number from 1 to 100';

/** What the analytics subgraph reads from the environment beside what every process does. */
export const analyticsConfigShape = {
  /** The warehouse's PostgreSQL, a PgBouncer in transaction mode included; an embedded server under DATA_DIR when absent. */
  POSTGRES_URL: urlSchema('postgres', 'postgresql').optional(),
  /** A streaming replica of that server, from which reports are read while it is up and near; the primary answers all when absent. */
  POSTGRES_REPLICA_URL: urlSchema('postgres', 'postgresql').optional(),
  /** How many connections a process opens to each of them at most. */
  POSTGRES_POOL_MAX: z.coerce.number({ error: poolSize }).int(poolSize).min(1, poolSize).max(100, poolSize).default(10),
} satisfies z.ZodRawShape;

/** The configuration of the process that serves this subgraph alone. */
export function readConfig() {
  return parseConfig(
    z.object({ ...processConfigShape, ...cacheConfigShape, ...analyticsConfigShape, PORT: portSchema.default(4004) }),
  );
}
