import { anonymous, createSilentLogger, type Identity, type Subgraph } from '@mosaico/service';
import { createAnalyticsSubgraph } from '../../src/index.ts';
import type { Stores } from './connect-warehouse.ts';

export const analyst: Identity = { customerId: '900', roles: ['analyst'] };
export const admin: Identity = { customerId: '901', roles: ['admin'] };
export const support: Identity = { customerId: '902', roles: ['support'] };
export const merchandiser: Identity = { customerId: '903', roles: ['merchandiser'] };
export const customer = (customerId: string): Identity => ({ customerId, roles: [] });

/** The subgraph over stores whose closing is the test's own business. */
export function subgraphOver(stores: Stores): Subgraph {
  return createAnalyticsSubgraph({
    stores: { ...stores, engine: 'PostgreSQL of the test', close: () => Promise.resolve() },
    currency: 'GBP',
    logger: createSilentLogger(),
  });
}

/** Asks in somebody's name. */
export function ask(subgraph: Subgraph, query: string, identity: Identity = anonymous, variables: object = {}) {
  return subgraph.execute({ query, variables: { ...variables }, identity, requestId: 'test' });
}

/** Asks for fields of entities, as the gateway does. */
export function askEntities(
  subgraph: Subgraph,
  options: { type: 'Customer' | 'Product'; ids: readonly string[]; fields: string; identity?: Identity },
) {
  const { type, ids, fields, identity } = options;
  return ask(
    subgraph,
    `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on ${type} { id ${fields} } } }`,
    identity,
    { representations: ids.map((id) => ({ __typename: type, id })) },
  );
}

/** An error as a client sees it, but for where in the query it stands. */
export function problems(answer: Awaited<ReturnType<typeof ask>>) {
  return answer.errors?.map(({ message, path, extensions }) => ({ message, path, code: extensions?.['code'] })) ?? [];
}
