import { ordersConfigShape } from '@mosaico/orders';
import { parseConfig, processConfigShape } from '@mosaico/service';
import { z } from 'zod';

const { MYSQL_URL } = ordersConfigShape;
const schema = z.object({ DATA_DIR: processConfigShape.DATA_DIR, MYSQL_URL });

/** @throws ConfigError that names each faulty variable */
export function readConfig(): z.output<typeof schema> {
  return parseConfig(schema);
}
