import { afterEach, expect, test } from '@jest/globals';
import { createHttpServer, createSilentLogger, type StoreHealth } from '@mosaico/service';
import { createSubgraphHealth } from '../src/index.ts';
import { startGateway } from './start-gateway.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function subgraphWith(health: () => Promise<StoreHealth[]>): Promise<string> {
  const server = createHttpServer({ logger: createSilentLogger(), health });
  const origin = await server.listen({ host: '127.0.0.1', port: 0 });
  closers.push(() => server.close());
  return `${origin}/graphql`;
}

test('The health of a gateway alone names every store, and the subgraphs that do not answer', async () => {
  const ready = { store: 'orders (MySQL)', engine: 'MariaDB 10.11', ready: true };
  const down = { store: 'cart (DynamoDB)', engine: 'dynalite', ready: false };
  const hanging = Promise.withResolvers<StoreHealth[]>();
  const health = createSubgraphHealth({
    urls: {
      orders: await subgraphWith(() => Promise.resolve([ready])),
      cart: await subgraphWith(() => Promise.resolve([down])),
      catalog: await subgraphWith(() => hanging.promise),
      events: 'http://127.0.0.1:9/graphql',
    },
    timeoutMs: 300,
  });
  const silent = { engine: 'the subgraph does not answer', ready: false };
  expect(await health()).toEqual([ready, down, { store: 'catalog', ...silent }, { store: 'events', ...silent }]);
  hanging.resolve([]);
});

test('A gateway is live while it runs and ready only while every store is', async () => {
  const stores: StoreHealth[] = [{ store: 'orders (MySQL)', engine: 'memory', ready: true }];
  const running = await startGateway({ health: () => Promise.resolve(stores) });
  closers.push(() => running.close());
  const status = async (path: string) => (await fetch(`${running.gateway.url}${path}`)).status;
  expect([await status('/health/live'), await status('/health/ready')]).toEqual([200, 200]);
  stores.push({ store: 'cart (DynamoDB)', engine: 'memory', ready: false });
  expect([await status('/health/live'), await status('/health/ready')]).toEqual([200, 503]);
});
