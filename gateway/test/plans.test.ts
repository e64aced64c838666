import { afterEach, describe, expect, test } from '@jest/globals';
import { createMetrics, type SubgraphRequest } from '@mosaico/service';
import { startGateway, type Executors, type RunningGateway } from './start-gateway.ts';

const running: RunningGateway[] = [];
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close();
});

async function start(options: Parameters<typeof startGateway>[0]): Promise<RunningGateway> {
  const gateway = await startGateway(options);
  running.push(gateway);
  return gateway;
}

/** Executors that note what they are asked. */
function noting(asked: (SubgraphRequest & { subgraph: string })[]) {
  return (executors: Executors): Executors =>
    Object.fromEntries(
      Object.entries(executors).map(([subgraph, execute]) => [
        subgraph,
        (request) => {
          asked.push({ ...request, subgraph });
          return execute(request);
        },
      ]),
    );
}

describe('a plan of the gateway', () => {
  test('asks a subgraph once for what two places of an operation need of it, equal entities once', async () => {
    const asked: (SubgraphRequest & { subgraph: string })[] = [];
    const { ask } = await start({ wrap: noting(asked) });
    const { body } = await ask('{ products { id left related { left } } }');
    expect(body.errors?.map(({ path }) => path)).toEqual([
      ['products', 0, 'related', 1, 'left'],
      ['products', 1, 'left'],
      ['products', 2, 'related', 2, 'left'],
    ]);
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(['catalog', 'stock']);
    const idsOf = (value: unknown) => (value as { id: string }[]).map(({ id }) => id).toSorted();
    expect(Object.values(asked[1]?.variables ?? {}).map(idsOf)).toEqual([
      ['p1', 'p2', 'p3'],
      ['p1', 'p2', 'p3'],
    ]);
  });

  test('whose common request fails has an error at each field of each place', async () => {
    const { ask } = await start({ wrap: () => ({ stock: () => Promise.reject(new Error('ECONNREFUSED')) }) });
    const { body } = await ask('{ a: products(first: 1) { left } b: products(first: 1) { left label } }');
    expect(body.errors?.map(({ path }) => path)).toEqual([
      ['a', 0, 'left'],
      ['b', 0, 'label'],
      ['b', 0, 'left'],
    ]);
  });

  test('ends at the deadline of its operation, with what has come', async () => {
    const never = () => new Promise<never>(() => undefined);
    const { ask } = await start({ wrap: () => ({ stock: never }), operationTimeoutMs: 300 });
    const { body } = await ask('{ products(first: 1) { name left } }');
    expect(body).toEqual({
      data: { products: [{ name: 'French press', left: null }] },
      errors: [
        {
          message: 'A part of the shop does not answer. Ask again later.',
          path: ['products', 0, 'left'],
          extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
        },
      ],
    });
  });

  test('is timed with its fetches, and what the stock executor ran is counted with the reason', async () => {
    const metrics = createMetrics();
    const { ask } = await start({ metrics });
    await ask('{ products(first: 1) { left } }');
    await ask('{ products(first: 2) { left } }');
    await ask('{ constructor: products { id } }');
    const text = await metrics.text();
    for (const line of [
      'mosaico_gateway_plan_seconds_count 1',
      'mosaico_gateway_shape_seconds_count 2',
      'mosaico_gateway_fetch_seconds_count{subgraph="stock",answered="true"} 2',
      'mosaico_gateway_representations_total{what="sent"} 3',
      `mosaico_gateway_stock_executions_total{reason="a name of JavaScript's objects"} 1`,
    ])
      expect(text).toContain(line);
  });
});
