import { openInProcessBus, type Bus, type DeadLetter, type ShopEvent } from '@mosaico/bus';
import { anonymous, createSilentLogger, type Identity } from '@mosaico/service';
import { createEventsSubgraph, type EventsStores } from '../../src/index.ts';
import { now, staff } from './recorded-subgraph.ts';

/** The subgraph over stores that are not its own, on a bus on which it is alone. */
export async function openShopOnBus(stores: EventsStores) {
  const bus: Bus = openInProcessBus({ groups: ['events'] });
  const subgraph = createEventsSubgraph({
    stores: { ...stores, close: () => Promise.resolve() },
    bus,
    logger: createSilentLogger(),
    now: () => now,
  });
  const ask = async (query: string, variables: Record<string, unknown>, identity: Identity = staff('admin')) =>
    JSON.parse(JSON.stringify(await subgraph.execute({ query, variables, identity, requestId: 'test' }))) as {
      data?: { _entities?: unknown[]; metrics?: unknown[] };
    };
  await ask('{ __typename }', {}, anonymous);
  const entity = async (representation: object, fields: string) => {
    const { data } = await ask(`query ($of: [_Any!]!) { _entities(representations: $of) { ${fields} } }`, {
      of: [representation],
    });
    return data?._entities?.[0];
  };
  return {
    bus,
    /** Resolves when what is published has been handled, or has become a dead letter. */
    publish: (events: readonly ShopEvent[]) => bus.transport.publish(events),
    trailOf: (id: string) =>
      entity(
        { __typename: 'Order', id, customerId: null },
        '... on Order { auditTrail { edges { node { action at actor details { name value } } } } }',
      ),
    activityOf: (id: string) =>
      entity(
        { __typename: 'Customer', id },
        '... on Customer { activity { edges { node { type at product { id } properties { name value } } } } }',
      ),
    measure: async (name: string, day: string) =>
      (
        await ask(
          'query ($name: String!, $from: DateTime!, $to: DateTime!) { metrics(name: $name, from: $from, to: $to, resolution: DAY) { count sum } }',
          { name, from: `${day}T00:00:00Z`, to: `${day}T23:59:59Z` },
        )
      ).data?.metrics,
    historyOf: async (customerId: string) =>
      (await stores.orderHistory.pagesOf([{ customerId, limit: 100, after: null }])).flat(),
    deadLetters: (): Promise<readonly DeadLetter[]> => bus.deadLetters.list({ limit: 100 }),
    async close() {
      await subgraph.close();
      await bus.close();
    },
  };
}
