import { urlSchema } from '@mosaico/service';
import { z } from 'zod';

/** What a process that caches entities reads from its environment, to be spread into its own shape. */
export const cacheConfigShape = {
  /** The application's cache, kept for minutes: a Redis server; a bounded map in the process when absent. */
  REDIS_L1_URL: urlSchema('redis', 'rediss').optional(),
  /** The databases' cache, kept for an hour: another Redis server; a bounded map in the process when absent. */
  REDIS_L2_URL: urlSchema('redis', 'rediss').optional(),
  /** Before every key and topic on those servers: whose they are, where several shops share them. */
  REDIS_KEY_PREFIX: z.string().max(100, 'must have at most 100 characters').default('mosaico:'),
} satisfies z.ZodRawShape;
export type CacheConfig = z.output<z.ZodObject<typeof cacheConfigShape>>;
