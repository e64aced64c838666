import { afterEach, describe, expect, test } from '@jest/globals';
import { codedError, ErrorCode, type SubgraphExecutor } from '@mosaico/service';
import { startGateway, tokenOf, type RunningGateway } from './start-gateway.ts';

const running: RunningGateway[] = [];
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close();
});

async function gatewayWith(executors: Record<string, SubgraphExecutor>): Promise<RunningGateway> {
  const gateway = await startGateway({ wrap: () => executors });
  running.push(gateway);
  return gateway;
}

const refused: SubgraphExecutor = () =>
  Promise.reject(Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:3306'), { code: 'ECONNREFUSED' }));
const unavailable = {
  message: 'A part of the shop does not answer. Ask again later.',
  extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
};

/** A subgraph that answers everything with the same. */
const always =
  (answer: object): SubgraphExecutor =>
  () =>
    Promise.resolve(answer);

describe('when a subgraph does not answer', () => {
  test('its fields are null with an error each, and the rest arrives', async () => {
    const { ask } = await gatewayWith({ stock: refused });
    const { body, status, text } = await ask('{ products(first: 2) { name left shelf: label } whoAsks }');
    expect(status).toBe(200);
    expect(body.data).toEqual({
      products: [
        { name: 'French press', left: null, shelf: null },
        { name: 'Kettle', left: null, shelf: null },
      ],
      whoAsks: '{"customerId":null,"roles":[]}',
    });
    expect(body.errors).toEqual([
      { ...unavailable, path: ['products', 0, 'left'] },
      { ...unavailable, path: ['products', 0, 'shelf'] },
      { ...unavailable, path: ['products', 1, 'left'] },
      { ...unavailable, path: ['products', 1, 'shelf'] },
    ]);
    expect(text).not.toMatch(/10\.0\.0\.1|3306|ECONN|stock/);
  });

  test('its root fields are null with an error each', async () => {
    const { ask } = await gatewayWith({ catalog: refused });
    const { body } = await ask('{ all: products { name } product(id: "p1") { name } whoAsks }');
    expect(body).toEqual({
      errors: [
        { ...unavailable, path: ['all'] },
        { ...unavailable, path: ['product'] },
      ],
      data: { all: null, product: null, whoAsks: expect.any(String) },
    });
  });

  test('an error of what was fetched for another field stands where the client can see it', async () => {
    const { ask } = await gatewayWith({ catalog: refused });
    const authorization = `Bearer ${await tokenOf({ customerId: '7', roles: [] })}`;
    // The label needs the name, which the client did not ask for.
    const { body } = await ask('{ me { favourites { id label } } }', { authorization });
    expect(body).toEqual({
      errors: [
        { ...unavailable, path: ['me', 'favourites', 0] },
        { ...unavailable, path: ['me', 'favourites', 1] },
      ],
      data: {
        me: {
          favourites: [
            { id: 'p3', label: null },
            { id: 'p2', label: null },
          ],
        },
      },
    });
  });

  test.each([
    [
      'refuses the gateway',
      { errors: [{ message: 'Only the gateway may ask.', extensions: { code: 'UNAUTHENTICATED' } }] },
    ],
    ['is some other server', { statusCode: 503, error: 'Service Unavailable' }],
  ])('a server that %s counts as not answering', async (_what, answer) => {
    const { ask } = await gatewayWith({ people: always(answer) });
    expect((await ask('{ me { id } products(first: 1) { id } }')).body).toEqual({
      errors: [{ ...unavailable, path: ['me'] }],
      data: { me: null, products: [{ id: 'p1' }] },
    });
  });

  test('only the fields that the request includes are counted', async () => {
    const { ask } = await gatewayWith({ stock: refused });
    const { body } = await ask({
      query: `query ($yes: Boolean!, $no: Boolean!) {
        products(first: 1) { a: left @skip(if: $yes) b: left @include(if: $no) ...More @include(if: $yes) }
      }
      fragment More on Product { c: left }`,
      variables: { yes: true, no: false },
    });
    expect(body).toEqual({
      errors: [{ ...unavailable, path: ['products', 0, 'c'] }],
      data: { products: [{ c: null }] },
    });
  });
});

describe('an error of a subgraph', () => {
  test('passes with its code, at its place in nested lists, and with nothing else', async () => {
    const { ask } = await gatewayWith({});
    const authorization = `Bearer ${await tokenOf({ customerId: '7', roles: [] })}`;
    const { body } = await ask('{ products(first: 2) { id related { id left forStaff } } }', { authorization });
    expect(body.errors).toEqual([
      {
        message: 'This needs the role analyst.',
        path: ['products', 0, 'related', 1, 'forStaff'],
        extensions: { code: 'FORBIDDEN' },
      },
      {
        message: 'The stock store does not answer.',
        path: ['products', 0, 'related', 1, 'left'],
        extensions: { code: 'STORE_UNAVAILABLE' },
      },
      {
        message: 'This needs the role analyst.',
        path: ['products', 0, 'related', 2, 'forStaff'],
        extensions: { code: 'FORBIDDEN' },
      },
      {
        message: 'This needs the role analyst.',
        path: ['products', 1, 'related', 1, 'forStaff'],
        extensions: { code: 'FORBIDDEN' },
      },
      {
        message: 'This needs the role analyst.',
        path: ['products', 1, 'related', 2, 'forStaff'],
        extensions: { code: 'FORBIDDEN' },
      },
    ]);
  });

  test.each([
    ['without a code', {}],
    ['that says it is internal', { code: 'INTERNAL_SERVER_ERROR' }],
    ['with a code that is no text', { code: 42 }],
  ])('%s says nothing of its inside', async (_what, extensions) => {
    const message = 'ER_NO_SUCH_TABLE: SELECT * FROM people';
    const leaky = {
      message,
      path: ['me'],
      extensions: { ...extensions, stacktrace: ['at people.ts:3'], downstream: 1 },
    };
    const { ask } = await gatewayWith({ people: always({ data: { me: null }, errors: [leaky] }) });
    expect((await ask('{ me { id } }')).body).toEqual({
      errors: [
        { message: 'Something went wrong on our side.', path: ['me'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
      ],
      data: { me: null },
    });
  });

  test('with a code of its own loses everything but the code', async () => {
    const error = {
      message: 'Too many.',
      path: ['me'],
      extensions: { code: 'RATE_LIMITED', host: '10.0.0.1', stacktrace: [] },
    };
    const { ask } = await gatewayWith({ people: always({ data: { me: null }, errors: [error] }) });
    expect((await ask('{ me { id } }')).body.errors).toEqual([
      { message: 'Too many.', path: ['me'], extensions: { code: 'RATE_LIMITED' } },
    ]);
  });

  test('about a value that only the subgraph can read tells the client what was wrong with it', async () => {
    const { ask } = await gatewayWith({});
    const { body } = await ask('{ since(at: "yesterday") whoAsks }');
    expect(body.data).toEqual({ since: null, whoAsks: expect.any(String) });
    expect(body.errors).toEqual([
      {
        message: expect.stringContaining('DateTime must be an ISO 8601 instant'),
        path: ['since'],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
  });

  test('is replaced by the coded one its executor rejects with, which the client does not see either', async () => {
    const { ask } = await gatewayWith({
      people: () => Promise.reject(codedError(ErrorCode.subgraphUnavailable, 'The people part does not answer.')),
    });
    expect((await ask('{ me { id } }')).body.errors).toEqual([{ ...unavailable, path: ['me'] }]);
  });
});

test('A null where the schema has none is an error and not an extension', async () => {
  const running = await gatewayWith({
    stock: always({ data: { _entities: [{ __typename: 'Product', supplier: { name: null } }] } }),
  });
  expect((await running.ask('{ products(first: 1) { name supplier { name } } }')).body).toEqual({
    errors: [
      {
        message: 'Something went wrong on our side.',
        path: ['products', 0, 'supplier', 'name'],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ],
    data: { products: [{ name: 'French press', supplier: null }] },
  });
});
