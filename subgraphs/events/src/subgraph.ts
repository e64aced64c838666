import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { takePart, type Bus } from '@mosaico/bus';
import { checkStore, createMetrics, createSubgraph, type Logger, type Metrics, type Subgraph } from '@mosaico/service';
import { createHandlers } from './consumers/index.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers/index.ts';
import type { EventsStores } from './store/events-stores.ts';

const ownSdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');

/** The events subgraph over open stores, which it closes with itself. */
export function createEventsSubgraph(options: {
  stores: EventsStores;
  /** Where it hears what the other parts of the shop did; without it, only what visitors track is recorded. */
  bus?: Bus | null;
  logger: Logger;
  metrics?: Metrics;
  now: () => Date;
  newId?: () => string;
}): Subgraph {
  const { stores, bus = null, logger, metrics = createMetrics(), now, newId = randomUUID } = options;
  const participant = takePart({ name: 'events', bus, handlers: createHandlers(stores), now, logger, metrics });
  return createSubgraph({
    name: 'events',
    ownSdl,
    resolvers,
    createContext: ({ identity }) => createContext({ identity, stores, now, newId }),
    health: async () => [
      await checkStore({ store: 'events (Cassandra)', engine: stores.engine, ping: () => stores.ping() }),
    ],
    async close() {
      await participant.stop();
      await stores.close();
    },
    logger,
  });
}
