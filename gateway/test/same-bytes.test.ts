import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGateway, tokenOf, type Executors, type RunningGateway } from './start-gateway.ts';

const questions: (string | object)[] = [
  '{ products { id name left label supplier { name } } me { id favourites { name left } } whoAsks }',
  '{ products { forStaff broken left related { name forStaff } } }',
  '{ products(first: 0) { name } whoAsks }',
  '{ first: products(first: 1) { title: name } second: products(first: 2) { name left } }',
  { query: 'query ($at: DateTime!) { since(at: $at) whoAsks }', variables: { at: '2026-03-01T10:00:00+01:00' } },
  { query: 'query ($at: DateTime!) { since(at: $at) whoAsks }', variables: { at: 'yesterday' } },
  '{ since(at: "yesterday") whoAsks }',
  '{ product(id: "nothing") { name left } }',
  '{ nothing }',
  '{ oops',
  'mutation { rename(id: "p1", name: "Café ☕ \\"pot\\"") { id name left } }',
  { query: 'query ($n: Int!) { products(first: $n) { name } }', variables: { n: 'three' } },
];

describe('the gateway', () => {
  let inProcess: RunningGateway;
  let overHttp: RunningGateway;
  const others: RunningGateway[] = [];
  beforeAll(async () => {
    inProcess = await startGateway();
    overHttp = await startGateway({ overHttp: true });
  });
  afterAll(async () => {
    await inProcess.close();
    await overHttp.close();
    for (const other of others) await other.close();
  });

  test.each(questions.map((question) => [question]))(
    'answers %j with the same bytes over subgraphs in process and over HTTP',
    async (question) => {
      const authorization = `Bearer ${await tokenOf({ customerId: '7', roles: ['support'] })}`;
      const near = await inProcess.ask(question, { authorization });
      const far = await overHttp.ask(question, { authorization });
      expect(far.text).toBe(near.text);
      expect(far.status).toBe(near.status);
    },
  );

  test('answers a question that crosses all subgraphs', async () => {
    const authorization = `Bearer ${await tokenOf({ customerId: '7', roles: [] })}`;
    const { body, status } = await inProcess.ask('{ me { id favourites { name label supplier { name } } } }', {
      authorization,
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        me: {
          id: '7',
          favourites: [
            { name: 'Grinder', label: 'Grinder, on shelf p3', supplier: { name: 'ACME' } },
            { name: 'Kettle', label: 'Kettle, on shelf p2', supplier: { name: 'ACME' } },
          ],
        },
      },
    });
  });

  test('orders errors the same however the fetches that made them ended', async () => {
    const texts: string[] = [];
    for (const last of ['stock', 'people']) {
      const gateway = await startGateway({ wrap: (executors) => endingLast(executors, last) });
      // Two fetches side by side, each with errors of its own.
      others.push(gateway);
      const { text, body } = await gateway.ask('{ products { left } me { id } whoAsks }');
      texts.push(text);
      expect(body.errors?.map(({ path }) => path)).toEqual([['products', 1, 'left'], ['whoAsks']]);
    }
    expect(new Set(texts).size).toBe(1);
  });
});

/** One subgraph answers only when the other has; the people fail. */
function endingLast(executors: Executors, last: string): Partial<Executors> {
  const other = Promise.withResolvers<undefined>();
  const wrapped =
    (name: string): Executors[string] =>
    async (request) => {
      if (name === last) await other.promise;
      const answer = await executors[name]?.(request);
      if (name !== last) other.resolve(undefined);
      const errors =
        name === 'people' ? [{ message: 'no', path: ['whoAsks'], extensions: { code: 'FORBIDDEN' } }] : answer?.errors;
      return { ...answer, ...(errors ? { errors } : {}) };
    };
  return { stock: wrapped('stock'), people: wrapped('people') };
}
