import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkStore, createSubgraph, type Logger, type Subgraph } from '@mosaico/service';
import { createContext } from './context.ts';
import { resolvers } from './resolvers/index.ts';
import type { EventsStores } from './store/open-stores.ts';

const ownSdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');

/** The events subgraph over open stores, which it closes with itself. */
export function createEventsSubgraph(options: {
  stores: EventsStores;
  logger: Logger;
  now: () => Date;
  newId?: () => string;
}): Subgraph {
  const { stores, logger, now, newId = randomUUID } = options;
  return createSubgraph({
    name: 'events',
    ownSdl,
    resolvers,
    createContext: ({ identity }) => createContext({ identity, stores, now, newId }),
    health: async () => [
      await checkStore({ store: 'events (Cassandra)', engine: stores.engine, ping: () => stores.ping() }),
    ],
    close: () => stores.close(),
    logger,
  });
}
