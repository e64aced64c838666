import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynalite } from '@mosaico/embedded';
import { createSilentLogger, type Metrics } from '@mosaico/service';
import { realStoreUrl, type Engine } from '@mosaico/testing';
import type { CartStoresConfig } from '../../src/config.ts';
import { unlessRefused } from '../../src/store/dynamo/failures.ts';
import { tableNames } from '../../src/store/migrations/tables.ts';
import { openCartStores, type CartStores } from '../../src/store/open-stores.ts';

/** A clock that a test moves. */
export interface TestClock {
  now: () => Date;
  advance: (ms: number) => void;
}

/** A DynamoDB that runs as long as a test file. */
export interface TestEngine {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** A prefix of tables that no other test has; the tables go with the engine. */
  newPrefix(): string;
  /**
   * Stores of the caller's own, in tables that no other test sees.
   * @param options.endpoint another way to the same engine, such as a proxy's
   * @param options.prefix of tables that are there, for the stores of another process
   */
  open(options?: { endpoint?: string; metrics?: Metrics; prefix?: string; clock?: TestClock }): Promise<{
    stores: CartStores;
    clock: TestClock;
    prefix: string;
  }>;
  config(prefix: string): CartStoresConfig;
  close(): Promise<void>;
}

export interface CartEngine extends Engine {
  readonly start: () => Promise<TestEngine>;
}

/** The engines that every suite runs on. */
export const engines: CartEngine[] = [
  { name: 'dynalite', start: startEmbedded },
  {
    name: 'dynoxide',
    store: 'dynamodb',
    start: () => Promise.resolve(engineAt(realStoreUrl('dynamodb', 'DYNAMODB_URL'))),
  },
];

/** The embedded engine, over a folder that goes with it. */
export async function startEmbedded(): Promise<TestEngine> {
  const path = createFolder();
  const server = await startDynalite({ path });
  return engineAt(server.endpoint, async () => {
    await server.stop();
    rmSync(path, { recursive: true });
  });
}

export function createFolder(): string {
  return mkdtempSync(join(tmpdir(), 'mosaico-cart-'));
}

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export function createClock(start = '2026-03-01T09:30:00.000Z'): TestClock {
  let time = Date.parse(start);
  return { now: () => new Date(time), advance: (ms) => void (time += ms) };
}

/** @param stop how to end an engine that takes its tables with it; without it they are deleted one by one */
function engineAt(endpoint: string, stop?: () => Promise<void>): TestEngine {
  const credentials = { accessKeyId: 'mosaico', secretAccessKey: 'mosaico' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const opened: CartStores[] = [];
  const prefixes: string[] = [];
  const newPrefix = () => {
    const prefix = `test_${randomUUID().slice(0, 8)}_`;
    prefixes.push(prefix);
    return prefix;
  };
  const config = (prefix: string): CartStoresConfig => ({
    DATA_DIR: 'not used',
    DYNAMODB_URL: endpoint,
    DYNAMODB_TABLE_PREFIX: prefix,
  });
  return {
    endpoint,
    client,
    newPrefix,
    config,
    async open(options = {}) {
      const { clock = createClock(), prefix = newPrefix() } = options;
      const stores = await openCartStores({
        config: { ...config(prefix), DYNAMODB_URL: options.endpoint ?? endpoint },
        logger: createSilentLogger(),
        now: clock.now,
        ...(options.metrics ? { metrics: options.metrics } : {}),
      });
      opened.push(stores);
      return { stores, clock, prefix };
    },
    async close() {
      for (const stores of opened) await stores.close();
      if (!stop) for (const prefix of prefixes) await deleteTables(client, prefix);
      client.destroy();
      await stop?.();
    },
  };
}

async function deleteTables(client: DynamoDBClient, prefix: string): Promise<void> {
  for (const TableName of Object.values(tableNames(prefix))) {
    await unlessRefused('ResourceNotFoundException', client.send(new DeleteTableCommand({ TableName })));
  }
}
