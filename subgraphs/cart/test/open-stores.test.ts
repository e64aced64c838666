import { createServer, type AddressInfo, type Server } from 'node:net';
import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { createSilentLogger } from '@mosaico/service';
import { waitFor } from '@mosaico/testing';
import { createDynamoCartStore } from '../src/store/dynamo-cart-store.ts';
import { createDynamoClient } from '../src/store/dynamo/client.ts';
import { tableNames } from '../src/store/migrations/tables.ts';
import { openCartStores } from '../src/store/open-stores.ts';
import { createClock, createFolder, dayMs, startEmbedded, type TestEngine } from './support/engines.ts';

const logger = createSilentLogger();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function folder(): string {
  const path = createFolder();
  ends.push(() => rmSync(path, { recursive: true }));
  return path;
}

describe('the embedded stores', () => {
  const start = (path: string, now = createClock().now) =>
    openCartStores({ config: { DATA_DIR: path, DYNAMODB_TABLE_PREFIX: '' }, logger, now });

  test('keep what was written over a restart, and tell whether anything ever was', async () => {
    const path = folder();
    const at = createClock().now();
    const session = { id: 's', customerId: '1', userAgent: null, startedAt: at };
    const first = await start(path);
    expect(first.engine).toBe('embedded DynamoDB (dynalite)');
    expect(await first.isEmpty()).toBe(true);
    await first.sessions.start(session);
    expect(await first.isEmpty()).toBe(false);
    await first.close();

    const second = await start(path);
    ends.push(() => second.close());
    await second.ping();
    expect(await second.isEmpty()).toBe(false);
    expect(await second.sessions.find('s')).toMatchObject(session);
  });

  test('belong to one process', async () => {
    const path = folder();
    const first = await start(path);
    ends.push(() => first.close());
    await expect(start(path)).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
  });
});

describe('stores on an engine without TTL', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startEmbedded();
  });
  afterAll(() => engine.close());

  test('delete at their start what has expired, and nothing else', async () => {
    const { stores, clock, prefix } = await engine.open();
    const names = tableNames(prefix);
    const line = (sku: string) => ({
      ...{ customerId: '1', sku, productId: 'p', quantity: 1, addedAt: clock.now(), updatedAt: clock.now() },
    });
    await stores.carts.putMissing(Array.from({ length: 30 }, (_, index) => line(`old-${index}`)));
    await stores.sessions.start({ id: 's', customerId: '1', userAgent: null, startedAt: clock.now() });
    clock.advance(30 * dayMs);
    await stores.carts.putMissing([line('new')]);
    const again = await openCartStores({ config: engine.config(prefix), logger, now: clock.now });
    ends.push(() => again.close());
    const count = async (TableName: string) => (await engine.client.send(new ScanCommand({ TableName }))).Count;
    await waitFor(async () => (await count(names.carts)) === 1 && (await count(names.sessions)) === 0, {
      deadlineMs: 10_000,
      describe: 'the expired items to be deleted',
    });
    expect((await again.carts.linesOf(['1'])).get('1')).toEqual([line('new')]);
  });
});

describe('a store that is down', () => {
  test('is a coded error when it refuses connections', async () => {
    await expect(storeAt('http://127.0.0.1:9').linesOf(['1'])).rejects.toMatchObject({
      extensions: { code: 'STORE_UNAVAILABLE' },
    });
  });

  test('is a coded error when it takes a connection and never answers', async () => {
    const silent = await listening(createServer(() => undefined));
    await expect(storeAt(silent).linesOf(['1'])).rejects.toMatchObject({ extensions: { code: 'STORE_UNAVAILABLE' } });
  });

  test('stops a start with an error that says which', async () => {
    const config = { DATA_DIR: 'not used', DYNAMODB_URL: 'http://127.0.0.1:9', DYNAMODB_TABLE_PREFIX: '' };
    await expect(openCartStores({ config, logger })).rejects.toThrow('The cart store does not answer.');
  });

  function storeAt(endpoint: string) {
    const { client, documents } = createDynamoClient({ endpoint, region: 'x', ownCredentials: false });
    ends.push(() => client.destroy());
    return createDynamoCartStore({ documents, table: 'carts', now: () => new Date(), pause: () => Promise.resolve() });
  }

  async function listening(server: Server): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
});
