import { cacheConfigShape } from '@mosaico/entity-cache';
import { parseConfig, portSchema, processConfigShape } from '@mosaico/service';
import { z } from 'zod';

/** The members of a replica set stand in it with commas between, each with a port, which no common URL may have. */
const mongoUrl = /^mongodb(\+srv)?:\/\/[^\s/]+\/[^\s/?]+(\?\S*)?$/;
const mongoUrlRule =
  'must be a URL that begins with mongodb:// or mongodb+srv:// and names a database, such as mongodb://host:27017/catalog';

/** What the catalog alone reads from the environment. */
export const catalogConfigShape = {
  /** The MongoDB database of the catalog, named in the URL's path; an embedded store under DATA_DIR when absent. */
  MONGODB_URL: z.string().regex(mongoUrl, mongoUrlRule).optional(),
} satisfies z.ZodRawShape;

/** @throws ConfigError that names each faulty variable. */
export function readConfig() {
  return parseConfig(
    z.object({ ...processConfigShape, ...catalogConfigShape, ...cacheConfigShape, PORT: portSchema.default(4002) }),
  );
}
