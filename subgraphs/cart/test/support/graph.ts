import type { Bus } from '@mosaico/bus';
import type { CacheTiers } from '@mosaico/entity-cache';
import {
  createMetrics,
  createSilentLogger,
  type Identity,
  type StaffRole,
  type Subgraph,
  type SubgraphRequest,
} from '@mosaico/service';
import type { CartStores } from '../../src/store/open-stores.ts';
import { createCartSubgraph } from '../../src/subgraph.ts';
import type { TestClock, TestEngine } from './engines.ts';

/** A subgraph over stores of its own, that records every call of a store. */
export interface TestGraph {
  readonly subgraph: Subgraph;
  /** Past the recording, to arrange and to look. */
  readonly stores: CartStores;
  readonly clock: TestClock;
  /** `[method, its first argument]` for each store call since the start, or since it was last emptied. */
  readonly calls: [string, unknown][];
  /** What the catalog was asked. */
  readonly asked: SubgraphRequest[];
  ask(query: string, options?: { as?: Identity; variables?: Record<string, unknown> }): Promise<Answer>;
}

interface Answer {
  /** As a client reads it. */
  data: unknown;
  errors: { message: string; code: unknown; path: unknown }[];
  /** What is in `data` at this path; undefined for what is not there. */
  at: (...path: (string | number)[]) => unknown;
}

export const ada: Identity = { customerId: '1000001', roles: [] };
export const grace: Identity = { customerId: '1000002', roles: [] };

export function staff(...roles: StaffRole[]): Identity {
  return { customerId: '1000009', roles };
}

/** @param options.catalog answers in the place of the catalog subgraph; by default every sku but `UNKNOWN` is one of a product */
export async function createTestGraph(
  engine: TestEngine,
  options: {
    catalog?: (request: SubgraphRequest) => Promise<object>;
    bus?: Bus;
    tiers?: CacheTiers;
    /** Of another process, when it has one. */
    prefix?: string;
  } = {},
): Promise<TestGraph> {
  const { catalog = anyProduct, bus = null, tiers, ...given } = options;
  const { stores, clock } = await engine.open(given);
  const calls: TestGraph['calls'] = [];
  const asked: SubgraphRequest[] = [];
  const recorded: CartStores = {
    ...stores,
    carts: recording('carts', stores.carts, calls),
    sessions: recording('sessions', stores.sessions, calls),
    notifications: recording('notifications', stores.notifications, calls),
  };
  let ids = 0;
  const subgraph = createCartSubgraph({
    stores: recorded,
    bus,
    ...(tiers ? { tiers } : {}),
    logger: createSilentLogger(),
    metrics: createMetrics(),
    now: clock.now,
    newId: () => `id-${++ids}`,
    currency: 'GBP',
    executors: {
      catalog: (request) => {
        asked.push(request);
        return catalog(request);
      },
    },
  });
  return {
    subgraph,
    stores,
    clock,
    calls,
    asked,
    async ask(query, { as = ada, variables } = {}) {
      const request = { query, identity: as, requestId: 'request-1', ...(variables ? { variables } : {}) };
      const { data: arrived, errors = [] } = await subgraph.execute(request);
      const data: unknown = JSON.parse(JSON.stringify(arrived ?? null));
      return {
        data,
        errors: errors.map(({ message, extensions, path }) => ({ message, code: extensions?.['code'], path })),
        at: (...path) => path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], data),
      };
    },
  };
}

/** Asks for entities as the gateway does. */
export const entities = (fields: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${fields} } }`;

function anyProduct({ variables }: SubgraphRequest): Promise<object> {
  const sku = String(variables?.['sku']);
  return Promise.resolve({ data: { product: sku === 'UNKNOWN' ? null : { id: `product-of-${sku}` } } });
}

function recording<Store extends object>(name: string, store: Store, calls: [string, unknown][]): Store {
  return new Proxy(store, {
    get(target, method, receiver) {
      const question: unknown = Reflect.get(target, method, receiver);
      if (typeof question !== 'function') return question;
      return (...given: unknown[]) => {
        calls.push([`${name}.${String(method)}`, given[0]]);
        return Reflect.apply(question, target, given) as unknown;
      };
    },
  });
}
