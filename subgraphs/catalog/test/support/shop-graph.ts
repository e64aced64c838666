import type { Bus } from '@mosaico/bus';
import type { DocumentDatabase } from '@mosaico/documents';
import type { CacheTiers } from '@mosaico/entity-cache';
import { anonymous, createSilentLogger, type Identity, type Subgraph } from '@mosaico/service';
import { createCatalogSubgraph } from '../../src/index.ts';
import type { CatalogPorts, CatalogStores } from '../../src/store/catalog-stores.ts';
import { embedded } from './engines.ts';
import { shelves, time } from './records.ts';
import { countingIds, storesOver } from './stores.ts';

export const customer: Identity = { customerId: '7', roles: [] };
export const merchandiser: Identity = { customerId: '8', roles: ['merchandiser'] };

/** One question that a store was asked. */
type StoreCall = [question: string, ...args: unknown[]];

export interface ShopGraph {
  readonly stores: CatalogPorts & Pick<CatalogStores, 'counts' | 'outbox'>;
  readonly database: DocumentDatabase;
  readonly subgraph: Subgraph;
  /** What the stores have been asked since the last `ask` began. */
  readonly calls: StoreCall[];
  readonly ask: (query: string, variables?: Record<string, unknown>, identity?: Identity) => Promise<Answer>;
}

interface Answer {
  /** What lies in the answer at a path such as `products.edges.0.node`; `*` stands for each item of a list. */
  readonly at: (path: string) => unknown;
  readonly errors: { message: string; code: unknown; path: string }[];
}

/** Runs the test with the catalog over an empty embedded database that has the categories. */
export async function withShopGraph(
  test: (graph: ShopGraph) => Promise<void>,
  options: { bus?: Bus; tiers?: CacheTiers } = {},
): Promise<void> {
  const { database, drop } = await embedded.open();
  const opened = {
    ...(await storesOver(database)),
    engine: 'embedded documents',
    onRepair: () => undefined,
    ping: () => database.ping(),
    close: () => database.close(),
  };
  await opened.categories.upsert(Object.values(shelves));
  const calls: StoreCall[] = [];
  const recorded = (prefix: string): CatalogPorts => ({
    products: recording(`${prefix}products`, opened.products, calls),
    search: recording(`${prefix}search`, opened.search, calls),
    categories: recording(`${prefix}categories`, opened.categories, calls),
    reviews: recording(`${prefix}reviews`, opened.reviews, calls),
    availability: recording(`${prefix}availability`, opened.availability, calls),
    recommendations: recording(`${prefix}recommendations`, opened.recommendations, calls),
  });
  const stores = { ...opened, ...recorded(''), ownWrites: recorded('ownWrites.') };
  let seconds = 200_000;
  const subgraph = createCatalogSubgraph({
    ...options,
    stores,
    logger: createSilentLogger(),
    currency: 'GBP',
    now: () => time((seconds += 1)),
    newId: countingIds(0xffff_8000),
    newEventId: countingIds(0xeeee_0000),
  });
  try {
    await test({
      stores: opened,
      database,
      subgraph,
      calls,
      async ask(query, variables = {}, identity = anonymous) {
        calls.splice(0);
        const { data, errors } = await subgraph.execute({ query, variables, identity, requestId: 'r1' });
        return {
          at: (path) => valueAt(JSON.parse(JSON.stringify(data ?? null)), path.split('.')),
          errors: (errors ?? []).map(({ message, extensions, path }) => ({
            message,
            code: extensions?.['code'],
            path: (path ?? []).join('.'),
          })),
        };
      },
    });
  } finally {
    await subgraph.close();
    await drop();
  }
}

function valueAt(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value;
  if (step === '*') return (value as unknown[]).map((item) => valueAt(item, rest));
  return valueAt((value as Record<string, unknown> | null | undefined)?.[step], rest);
}

function recording<Store extends object>(name: string, store: Store, calls: StoreCall[]): Store {
  return new Proxy(store, {
    get(target, method, receiver) {
      const member: unknown = Reflect.get(target, method, receiver);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        calls.push([`${name}.${String(method)}`, ...args]);
        return Reflect.apply(member, target, args);
      };
    },
  });
}
