import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SubgraphExecutor } from '@mosaico/service';
import { startGateway, type RunningGateway } from './start-gateway.ts';

let running: RunningGateway;
const told: string[] = [];
const telling =
  (name: string, execute: SubgraphExecutor | undefined): SubgraphExecutor =>
  (request) => {
    told.push(`${name} ${String(request.afterWrite)}`);
    if (!execute) throw new Error(`The tiny shop has no subgraph ${name}.`);
    return execute(request);
  };

beforeAll(async () => {
  running = await startGateway({
    wrap: ({ catalog, stock }) => ({ catalog: telling('catalog', catalog), stock: telling('stock', stock) }),
  });
});
afterAll(() => running.close());

test('each subgraph that a mutation reaches is told that what it asks may have been written, and a query tells it of none', async () => {
  await running.ask('mutation { rename(id: "p1", name: "Cafetière") { name left } }');
  expect(told.splice(0)).toEqual(['catalog true', 'stock true']);
  await running.ask('{ product(id: "p1") { name left } }');
  expect(told.splice(0)).toEqual(['catalog false', 'stock false']);
});
