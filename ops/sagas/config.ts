import { ordersConfigShape } from '@mosaico/orders';
import { parseConfig, processConfigShape } from '@mosaico/service';
import { z } from 'zod';

const { MYSQL_URL } = ordersConfigShape;
const schema = z.object({ DATA_DIR: processConfigShape.DATA_DIR, MYSQL_URL });
export type SagasConfig = z.output<typeof schema>;

/** @throws ConfigError that names each faulty variable */
export function readConfig(): SagasConfig {
  return parseConfig(schema);
}
