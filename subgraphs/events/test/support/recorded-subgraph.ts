import { anonymous, createSilentLogger, type Identity } from '@mosaico/service';
import { createEventsSubgraph, type EventsStores } from '../../src/index.ts';
import { openTestStores } from './embedded.ts';

export const now = new Date('2026-03-10T12:00:00.000Z');

/** A call of a store: its name and the argument it was given. */
type StoreCall = readonly [question: string, argument: unknown];

/**
 * The subgraph over embedded stores of its own, asked through its schema. `calls` holds what the stores have been asked since
 * it was last emptied; new ids are `id-1`, `id-2`, ….
 */
export async function openRecordedSubgraph() {
  const { stores, remove } = await openTestStores();
  const calls: StoreCall[] = [];
  let ids = 0;
  const subgraph = createEventsSubgraph({
    stores: recorded(stores, calls),
    logger: createSilentLogger(),
    now: () => now,
    newId: () => `id-${(ids += 1)}`,
  });
  const ask = (query: string, identity: Identity, variables: Record<string, unknown> = {}) =>
    subgraph.execute({ query, identity, variables, requestId: 'test' }).then(plain);
  // The GraphQL server starts in the background; Jest lets it import its parts only while a hook or a test runs.
  await ask('{ __typename }', anonymous);
  return {
    stores,
    calls,
    subgraph,
    ask,
    async remove() {
      await subgraph.close();
      await remove();
    },
  };
}

function recorded(stores: EventsStores, calls: StoreCall[]): EventsStores {
  const record = <Argument, Answer>(question: string, ask: (argument: Argument) => Promise<Answer>) => {
    return (argument: Argument) => {
      calls.push([question, argument]);
      return ask(argument);
    };
  };
  const { userEvents, auditLog, metrics, orderHistory } = stores;
  return {
    ...stores,
    userEvents: {
      append: record('userEvents.append', (events) => userEvents.append(events)),
      pagesOf: record('userEvents.pagesOf', (requests) => userEvents.pagesOf(requests)),
      erase: record('userEvents.erase', (visitor) => userEvents.erase(visitor)),
    },
    auditLog: {
      append: record('auditLog.append', (entries) => auditLog.append(entries)),
      pagesOf: record('auditLog.pagesOf', (requests) => auditLog.pagesOf(requests)),
    },
    metrics: { points: record('metrics.points', (range) => metrics.points(range)) },
    orderHistory: {
      put: record('orderHistory.put', (orders) => orderHistory.put(orders)),
      pagesOf: record('orderHistory.pagesOf', (requests) => orderHistory.pagesOf(requests)),
    },
  };
}

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
}

/** As it goes over the wire: GraphQL's objects have no prototype, which `toEqual` minds. */
function plain(answer: unknown): Answer {
  return JSON.parse(JSON.stringify(answer)) as Answer;
}

export function staff(...roles: Identity['roles'][number][]): Identity {
  return { customerId: '9999999', roles };
}

export function customer(customerId: string): Identity {
  return { customerId, roles: [] };
}
