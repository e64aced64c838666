import { parseConfig } from '@mosaico/service';
import { z } from 'zod';

const browserConfigSchema = z.object({
  /** The browser to use; the first Chromium on the PATH when absent. */
  CHROMIUM_PATH: z.string().optional(),
  PATH: z.string().default(''),
  /** `true` where a test that cannot run must fail. */
  CI: z.string().optional(),
});

/** What the browser tests read from the environment. */
export function readBrowserConfig() {
  return parseConfig(browserConfigSchema);
}
