import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, GraphQLError, type GraphQLSchema } from 'graphql';
import { processClock } from '../src/index.ts';
import { createOperationExecutor, type OperationExecutor } from '../src/execution/operation-executor.ts';

/** A schema whose only resolvers fail in each way a resolver can. */
function aSchema(): GraphQLSchema {
  const schema = buildSchema(`
    type Query { one: Int, more(first: Int!): [Int], needed: Needed, coded: Int, broken: Int, text: Int }
    type Mutation { change(by: Int! = 1): Int }
    type Needed { value: Int! }
  `);
  const fail: Record<string, () => unknown> = {
    coded: () => {
      throw new GraphQLError('Say please.', { extensions: { code: 'BAD_USER_INPUT' } });
    },
    broken: () => Promise.reject(new Error('inside')),
    text: () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- Libraries have been seen to.
      throw 'a text';
    },
    one: () => 1,
    more: () => [1, 2],
    needed: () => ({ value: null }),
  };
  for (const [name, field] of Object.entries(schema.getQueryType()?.getFields() ?? {}))
    if (fail[name]) field.resolve = fail[name];
  const change = schema.getMutationType()?.getFields()['change'];
  if (change) change.resolve = (_parent, { by }: { by: number }) => by;
  return schema;
}

describe('an operation on a subgraph', () => {
  let apollo: ApolloServer;
  let execute: OperationExecutor;
  beforeAll(async () => {
    apollo = new ApolloServer({ schema: aSchema(), introspection: true, includeStacktraceInErrorResponses: false });
    await apollo.start();
    execute = createOperationExecutor({
      schema: aSchema(),
      formatError: (formatted) => formatted,
      clock: processClock,
    });
  });
  afterAll(() => apollo.stop());

  test.each<[string, { query: string; variables?: Record<string, unknown>; operationName?: string }]>([
    ['that is right', { query: '{ one more(first: 1) __typename }' }],
    ['that writes', { query: 'mutation { change change2: change(by: 3) }' }],
    ['that reads the schema', { query: '{ __schema { queryType { name } types { name } } }' }],
    ['that does not parse', { query: '{ one' }],
    ['that is empty but for a comment', { query: '# nothing' }],
    ['that names what there is not', { query: '{ nothing { at { all } } one { below } }' }],
    ['without what an argument needs', { query: '{ more }' }],
    ['with a value of another type', { query: '{ more(first: "one") }' }],
    ['without the value of a variable', { query: 'query ($n: Int!) { more(first: $n) }' }],
    ['with null for a variable', { query: 'query ($n: Int!) { more(first: $n) }', variables: { n: null } }],
    ['with a wrong variable', { query: 'query ($n: Int!) { more(first: $n) }', variables: { n: 'x' } }],
    ['with a variable too many', { query: '{ one }', variables: { n: 1 } }],
    ['of several', { query: 'query A { one } query B { more(first: 1) }', operationName: 'B' }],
    ['of several that is not named', { query: 'query A { one } query B { one }' }],
    ['that is not there', { query: 'query A { one }', operationName: 'C' }],
    ['in a document without any', { query: 'fragment F on Query { one }' }],
    ['whose fields fail', { query: '{ one coded broken text }' }],
    ['with a null that may not be', { query: '{ one needed { value } }' }],
  ])('%s is answered as Apollo Server does, each time it is asked', async (_what, operation) => {
    const { body } = await apollo.executeOperation(operation);
    const expected: unknown = JSON.parse(JSON.stringify(body.kind === 'single' ? body.singleResult : null));
    for (const time of ['first', 'again']) {
      const answer = await execute({ ...operation, context: {} });
      expect({ time, answer: JSON.parse(JSON.stringify(answer)) as unknown }).toEqual({ time, answer: expected });
    }
  });
});
