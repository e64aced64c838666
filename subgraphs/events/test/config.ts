import { parseConfig } from '@mosaico/service';
import { z } from 'zod';
import { eventsConfigShape } from '../src/index.ts';

/** Which real servers the tests are to use. */
export function readTestConfig() {
  return parseConfig(
    z.object({
      ...eventsConfigShape,
      /** With `1`, a suite that has no server fails instead of being left out. */
      REQUIRE_REAL_STORES: z.enum(['0', '1']).default('0'),
    }),
  );
}
