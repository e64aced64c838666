import type { Metrics } from '../metrics.ts';

/** How many connections of a pool are in use, how many are open and not in use, and how many questions wait for one. */
export interface PoolState {
  readonly used: number;
  readonly idle: number;
  readonly waiting: number;
}

/**
 * Tells the state of a store's pool as `mosaico_store_pool_connections{store,state}`, read each time the metrics are.
 * @returns how to end it, when the pool closes
 */
export function measurePool(options: { store: string; metrics: Metrics; read: () => PoolState }): () => void {
  const { store, metrics, read } = options;
  const gauge = metrics.gauge({
    name: 'mosaico_store_pool_connections',
    help: 'Connections to stores by their state: used, idle; and questions that wait for one: waiting.',
    labelNames: ['store', 'state'],
  });
  const states = ['used', 'idle', 'waiting'] as const;
  const end = metrics.beforeText(() => {
    const pool = read();
    for (const state of states) gauge.set({ store, state }, pool[state]);
  });
  return () => {
    end();
    for (const state of states) gauge.remove({ store, state });
  };
}
