import { openCacheTiers } from '@mosaico/entity-cache';
import type { Logger } from '@mosaico/service';
import type { StandaloneConfig } from './config.ts';

/**
 * Makes the running processes of the shop forget what they have cached: for who has written to the stores past them.
 *
 * @throws CacheError CACHE_INVALIDATION_UNCONFIRMED when a Redis server does not answer; until it has been repeated, pages may
 *   be up to an hour old
 */
export async function emptyCaches({ config, logger }: { config: StandaloneConfig; logger: Logger }): Promise<void> {
  const tiers = await openCacheTiers({ config, logger });
  try {
    await tiers.clear();
  } finally {
    await tiers.close();
  }
}
