import { cacheConfigShape } from '@mosaico/entity-cache';
import { parseConfig, processConfigShape } from '@mosaico/service';
import { z } from 'zod';

const { REDIS_L2_URL, REDIS_KEY_PREFIX } = cacheConfigShape;
const schema = z.object({ DATA_DIR: processConfigShape.DATA_DIR, REDIS_L2_URL, REDIS_KEY_PREFIX });
export type EventsConfig = z.output<typeof schema>;

/** @throws ConfigError that names each faulty variable */
export function readConfig(): EventsConfig {
  return parseConfig(schema);
}
