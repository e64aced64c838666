import type { PoolState } from '@mosaico/service';
import type { Client } from 'cassandra-driver';

/**
 * The connections to all nodes. One carries many questions at a time and the driver gives each to one of the less busy, so
 * that as many are in use as there are questions under way, at most all. None waits: what exceeds the bound is refused.
 */
export function poolStateOf(client: Client): PoolState {
  const state = client.getState();
  let used = 0;
  let open = 0;
  for (const host of state.getConnectedHosts()) {
    open += state.getOpenConnections(host);
    used += Math.min(state.getOpenConnections(host), state.getInFlightQueries(host));
  }
  return { used, idle: open - used, waiting: 0 };
}
