import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { startGateway, type RunningGateway } from './start-gateway.ts';

const limits = { maxDepth: 16, maxAliases: 3, maxTokens: 400, maxSelections: 100 };

describe('the gateway refuses', () => {
  let running: RunningGateway;
  beforeAll(async () => {
    running = await startGateway({ limits });
  });
  afterAll(() => running.close());

  const nested = (depth: number) => `{ products ${'{ related '.repeat(depth - 2)}{ id }${' }'.repeat(depth - 1)}`;

  test('an operation that is too deep, also through fragments', async () => {
    expect((await running.ask(nested(16))).status).toBe(200);
    const { status, body } = await running.ask(nested(17));
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      {
        message: 'An operation may be at most 16 fields deep; this one is 17.',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
    const spread = `{ products { ...A } } fragment A on Product ${'{ related '.repeat(8)}{ ...B }${' }'.repeat(8)}
      fragment B on Product ${'{ related '.repeat(8)}{ id }${' }'.repeat(8)}`;
    expect((await running.ask(spread)).body.errors?.[0]?.message).toBe(
      'An operation may be at most 16 fields deep; this one is 18.',
    );
  });

  test('a fragment that spreads itself, once and without hanging', async () => {
    const { status, body } = await running.ask('{ products { ...A } } fragment A on Product { related { ...A } }');
    expect(status).toBe(400);
    expect(body.errors?.map(({ message }) => message)).toEqual(['Cannot spread fragment "A" within itself.']);
  });

  test('too many aliases', async () => {
    expect((await running.ask('{ a: whoAsks b: whoAsks c: whoAsks }')).status).toBe(200);
    const { body } = await running.ask('{ a: whoAsks b: whoAsks c: whoAsks d: whoAsks }');
    expect(body.errors?.[0]?.message).toBe('A document may have at most 3 aliases; this one has 4.');
  });

  test('a document with too many tokens, before it is parsed to the end', async () => {
    const { status, body } = await running.ask(`{ ${'whoAsks '.repeat(400)}`);
    expect(status).toBe(400);
    expect(body.errors?.[0]).toMatchObject({
      message: expect.stringContaining('more that 400 tokens'),
      extensions: { code: 'GRAPHQL_PARSE_FAILED' },
    });
  });

  test('a document that grows beyond measure once its fragments are written out', async () => {
    const levels = Array.from(
      { length: 7 },
      (_, level) => `fragment F${level} on Product { ...F${level + 1} ...F${level + 1} }`,
    );
    const { body } = await running.ask(`{ products { ...F0 } } ${levels.join(' ')} fragment F7 on Product { id }`);
    expect(body.errors?.[0]).toMatchObject({
      message: expect.stringContaining('too many selections'),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  });

  test('a document of several operations without a name to choose by', async () => {
    const query = 'query A { whoAsks } query B { requestId }';
    const { status, body } = await running.ask(query);
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      {
        message: 'A document with several operations needs operationName to say which; got none.',
        extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
      },
    ]);
    expect((await running.ask({ query, operationName: 'C' })).body.errors?.[0]?.message).toBe(
      'operationName must name an operation of the document; it has none named "C".',
    );
    expect((await running.ask({ query, operationName: 'A' })).status).toBe(200);
  });
});

describe('introspection', () => {
  test('fits the limits that hold unless others are given', async () => {
    const running = await startGateway();
    const { status, body } = await running.ask(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }));
    await running.close();
    expect(body.errors).toBeUndefined();
    expect(status).toBe(200);
  });

  test('can be turned off, and then names of fields are not suggested either', async () => {
    const running = await startGateway({ introspection: false });
    const refused = await running.ask('{ __schema { queryType { name } } }');
    const mistyped = await running.ask('{ product(id: "1") { nam } }');
    const typename = await running.ask('{ __typename }');
    await running.close();
    expect(refused.status).toBe(400);
    expect(refused.body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(mistyped.body.errors?.[0]?.message).toBe('Cannot query field "nam" on type "Product".');
    expect(typename.body).toEqual({ data: { __typename: 'Query' } });
  });
});
