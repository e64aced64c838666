import { parseConfig, portSchema, processConfigShape, urlSchema } from '@mosaico/service';
import { z } from 'zod';

/** What the catalog alone reads from the environment. */
export const catalogConfigShape = {
  /** The MongoDB database of the catalog, named in the URL's path; an embedded store under DATA_DIR when absent. */
  MONGODB_URL: urlSchema('mongodb', 'mongodb+srv').optional(),
} satisfies z.ZodRawShape;

/** @throws ConfigError that names each faulty variable. */
export function readConfig() {
  return parseConfig(z.object({ ...processConfigShape, ...catalogConfigShape, PORT: portSchema.default(4002) }));
}
