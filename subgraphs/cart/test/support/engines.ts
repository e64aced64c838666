import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynalite } from '@mosaico/embedded';
import { createSilentLogger } from '@mosaico/service';
import type { CartStoresConfig } from '../../src/config.ts';
import { tableNames } from '../../src/store/migrations/tables.ts';
import { openCartStores, type CartStores } from '../../src/store/open-stores.ts';
import { realDynamoUrl } from './config.ts';

/** A clock that a test moves. */
export interface TestClock {
  now: () => Date;
  advance: (ms: number) => void;
}

/** A DynamoDB that runs as long as a test file. */
export interface TestEngine {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Stores of the caller's own, in tables that no other test sees. */
  open(): Promise<{ stores: CartStores; clock: TestClock; prefix: string }>;
  config(prefix: string): CartStoresConfig;
  close(): Promise<void>;
}

/** The engines that every suite runs on. */
export const engines: { name: string; start: () => Promise<TestEngine> }[] = [
  { name: 'dynalite', start: startEmbedded },
  ...realDynamoUrls().map((url) => ({ name: `DynamoDB at ${url}`, start: () => Promise.resolve(engineAt(url)) })),
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

function realDynamoUrls(): string[] {
  const url = realDynamoUrl();
  return url === undefined ? [] : [url];
}

/** @param stop how to end an engine that takes its tables with it; without it they are deleted one by one */
function engineAt(endpoint: string, stop?: () => Promise<void>): TestEngine {
  const credentials = { accessKeyId: 'mosaico', secretAccessKey: 'mosaico' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const opened: { stores: CartStores; prefix: string }[] = [];
  const config = (prefix: string): CartStoresConfig => ({
    DATA_DIR: 'not used',
    DYNAMODB_URL: endpoint,
    DYNAMODB_TABLE_PREFIX: prefix,
  });
  return {
    endpoint,
    client,
    config,
    async open() {
      const clock = createClock();
      const prefix = `test_${randomUUID().slice(0, 8)}_`;
      const stores = await openCartStores({ config: config(prefix), logger: createSilentLogger(), now: clock.now });
      opened.push({ stores, prefix });
      return { stores, clock, prefix };
    },
    async close() {
      for (const { stores, prefix } of opened) {
        await stores.close();
        if (!stop) await deleteTables(client, prefix);
      }
      client.destroy();
      await stop?.();
    },
  };
}

async function deleteTables(client: DynamoDBClient, prefix: string): Promise<void> {
  for (const TableName of Object.values(tableNames(prefix))) await client.send(new DeleteTableCommand({ TableName }));
}
