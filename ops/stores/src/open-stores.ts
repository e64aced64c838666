import { createDockerStores } from './docker/docker-stores.ts';
import { findDocker } from './docker/docker.ts';
import { createStoreSet, openConfiguredFolder, type Stores } from './store-set.ts';

/**
 * The configured set, in each of the ways in which its servers can run here; the way in which they are started comes first. That
 * is Docker where a daemon answers; but what runs natively goes on so, until it is down. Both can be up at once, since
 * tests start native servers whatever else there is.
 */
export async function openStores(options: { native: boolean }): Promise<[Stores, ...Stores[]]> {
  const native = createStoreSet();
  const docker = options.native ? null : await findDocker();
  if (docker === null) return [native];
  const containers = createDockerStores(openConfiguredFolder(), docker);
  const runsNatively = (await native.status()).some(({ runsAs }) => runsAs !== null);
  return runsNatively ? [native, containers] : [containers, native];
}
