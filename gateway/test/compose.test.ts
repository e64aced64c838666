import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ApolloServer } from '@apollo/server';
import { ApolloGateway, type Experimental_DidResolveQueryPlanCallback } from '@apollo/gateway';
import { completeSdl, createSilentLogger } from '@mosaico/service';
import { buildSchema, parse, validate } from 'graphql';
import { disableVendorTelemetry } from '../src/config.ts';
import { composeSupergraph, defaultSubgraphUrls, loadOperations } from '../src/index.ts';

type QueryPlan = Parameters<Experimental_DidResolveQueryPlanCallback>[0]['queryPlan'];

const definition = (name: string, ownSdl: string) => ({
  name,
  url: `http://${name}.invalid`,
  sdl: completeSdl(ownSdl),
});

describe('composition', () => {
  test('makes one graph of several, hides what is inaccessible, and names who answers for what', () => {
    const { supergraphSdl, apiSdl } = composeSupergraph([
      definition(
        'a',
        'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! inside: String @inaccessible }',
      ),
      definition('b', 'type Thing @key(fields: "id") { id: ID! size: Int }'),
    ]);
    expect(supergraphSdl).toContain('size: Int @join__field(graph: B)');
    const thing = buildSchema(apiSdl).getType('Thing');
    expect(thing && 'getFields' in thing ? Object.keys(thing.getFields()) : []).toEqual(['id', 'size']);
  });

  test('that fails tells every fault at once, each with its subgraph', () => {
    const faulty = [
      definition('a', 'type Query { one: Int } type Thing @key(fields: "id") { id: ID! size: Int }'),
      definition('b', 'type Query { two: Int } type Thing @key(fields: "nothing") { id: ID! size: Int }'),
      definition('c', 'type Query { three: Missing }'),
    ];
    expect(() => composeSupergraph(faulty)).toThrow(
      /^The subgraphs do not compose:\n {2}.*\[b\].*nothing[^]*\[c\].*Missing/,
    );
    expect(() => composeSupergraph([definition('a', 'type Query {'), definition('b', 'type {')])).toThrow(
      /\n {2}\[a\] Syntax Error[^\n]*\n {2}\[b\] Syntax Error/,
    );
  });
});

describe('the five subgraphs', () => {
  const { supergraphSdl, apiSdl } = composeSupergraph(
    Object.entries(defaultSubgraphUrls).map(([name, url]) => ({
      name,
      url,
      sdl: completeSdl(readFileSync(new URL(`../../subgraphs/${name}/schema.graphql`, import.meta.url), 'utf8')),
    })),
  );

  test.each(loadOperations().map(({ name, query }) => [name, query]))(
    'have all that the saved operation %s asks for',
    (name, query) => {
      const document = parse(query);
      expect(validate(buildSchema(apiSdl), document)).toEqual([]);
      expect(document.definitions).toMatchObject([{ kind: 'OperationDefinition', name: { value: name } }]);
    },
  );

  test('are asked as often as they must for a customer across five stores, and no oftener', async () => {
    const me = loadOperations().find(({ name }) => name === 'Me');
    expect(shapeOf(await planOf(supergraphSdl, me?.query ?? ''))).toEqual([
      'orders at the root',
      {
        sideBySide: [
          'events at me',
          [
            'cart at me',
            {
              sideBySide: [
                // The subtotal: the cart joins its own quantities to the prices that the catalog is asked for first.
                ['catalog at me.cart.items.@.variant', 'cart at me.cart'],
                'orders at me.cart.items.@.product',
                'catalog at me.cart.items.@.product',
              ],
            },
          ],
          'analytics at me',
          'events at me.orders.edges.@.node',
          'catalog at me.orders.edges.@.node.items.@.product',
        ],
      },
    ]);
  });
});

type PlanNode = Exclude<NonNullable<QueryPlan['node']>, { kind: 'Subscription' }>;
type Shape = string | Shape[] | { sideBySide: Shape[] };

async function planOf(supergraphSdl: string, query: string): Promise<PlanNode> {
  disableVendorTelemetry();
  const plans: QueryPlan[] = [];
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: createSilentLogger(),
    experimental_didResolveQueryPlan: ({ queryPlan }) => plans.push(queryPlan),
    buildService: () => ({ process: () => Promise.resolve({ data: null }) }),
  });
  const server = new ApolloServer({ gateway, stopOnTerminationSignals: false });
  await server.start();
  await server.executeOperation({ query });
  await server.stop();
  const node = plans[0]?.node;
  if (!node || node.kind === 'Subscription') throw new Error(`A query must have a plan; got ${String(node?.kind)}.`);
  return node;
}

/** Which subgraphs a plan asks, after each other in a list and side by side where it says so. */
function shapeOf(node: PlanNode, path = 'the root'): Shape {
  switch (node.kind) {
    case 'Fetch':
      return `${node.serviceName} at ${path}`;
    case 'Flatten':
      return shapeOf(node.node, node.path.join('.'));
    case 'Sequence':
      return node.nodes.map((child) => shapeOf(child));
    case 'Parallel':
      return { sideBySide: node.nodes.map((child) => shapeOf(child)) };
    default:
      throw new Error(`The plan has a ${node.kind}, which none of the saved operations should need.`);
  }
}
