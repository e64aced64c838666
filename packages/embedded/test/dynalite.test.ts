import { connect } from 'node:net';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ClassicLevel } from 'classic-level';
import { waitFor } from '@mosaico/testing';
import { DataFolderInUseError, startDynalite } from '../src/index.ts';
import { callDynamo, ensureDynamoTable, temporaryFolder } from './support.ts';

const put = (endpoint: string, id: string) =>
  callDynamo(endpoint, 'PutItem', { TableName: 'carts', Item: { id: { S: id } } });
const get = async (endpoint: string, id: string): Promise<unknown> =>
  (await callDynamo(endpoint, 'GetItem', { TableName: 'carts', Key: { id: { S: id } } })).json();

describe('startDynalite', () => {
  test('keeps its tables over a restart, and makes them at once', async () => {
    using folder = temporaryFolder();
    const first = await startDynalite({ path: folder.path });
    await ensureDynamoTable(first.endpoint, 'carts');
    expect((await put(first.endpoint, 'cart-1')).status).toBe(200);
    await first.stop();
    await first.stop();

    const second = await startDynalite({ path: folder.path });

    expect(await get(second.endpoint, 'cart-1')).toEqual({ Item: { id: { S: 'cart-1' } } });
    await second.stop();
  });

  test('When a kill left a table half made, then the next start completes it', async () => {
    using folder = temporaryFolder();
    const first = await startDynalite({ path: folder.path });
    await ensureDynamoTable(first.endpoint, 'carts');
    await first.stop();
    const store = new ClassicLevel<string, { TableStatus: string }>(join(folder.path, 'level'), {
      valueEncoding: 'json',
    });
    const made = await store.get('table~carts');
    await store.put('table~carts', { ...made, TableStatus: 'CREATING' });
    await store.close();

    const second = await startDynalite({ path: folder.path });

    expect((await put(second.endpoint, 'cart-1')).status).toBe(200);
    await second.stop();
  });

  test('When the folder is in use, then a second one is refused and the first goes on', async () => {
    using folder = temporaryFolder();
    const first = await startDynalite({ path: folder.path });

    await expect(startDynalite({ path: folder.path })).rejects.toThrow(DataFolderInUseError);

    await ensureDynamoTable(first.endpoint, 'carts');
    expect((await put(first.endpoint, 'cart-1')).status).toBe(200);
    await first.stop();
  });

  test('When the store does not open, then the error says where and why', async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'level'));
    writeFileSync(join(folder.path, 'level', 'CURRENT'), 'not a manifest');

    await expect(startDynalite({ path: folder.path })).rejects.toMatchObject({
      code: 'EMBEDDED_SERVER_FAILED',
      message: expect.stringMatching(/cannot open its store in .*level: .*Corruption/),
    });

    rmSync(join(folder.path, 'level'), { recursive: true });
    await (await startDynalite({ path: folder.path })).stop();
  });

  test('When a client hangs up in the middle of a request, then nobody else notices', async () => {
    using folder = temporaryFolder();
    const warnings: string[] = [];
    const logger = { info: () => undefined, warn: (_: object, message: string) => void warnings.push(message) };
    const dynamo = await startDynalite({ path: folder.path, logger });
    await ensureDynamoTable(dynamo.endpoint, 'carts');
    const socket = connect(Number(new URL(dynamo.endpoint).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf');
    socket.destroy();
    await once(socket, 'close');

    expect((await put(dynamo.endpoint, 'cart-1')).status).toBe(200);
    await dynamo.stop();
    expect(warnings).toEqual([]);
  });

  test('When dynalite throws what nobody catches, then it is back on the same port with what it acknowledged', async () => {
    using folder = temporaryFolder();
    const warnings: string[] = [];
    const logger = { info: () => undefined, warn: (_: object, message: string) => void warnings.push(message) };
    const dynamo = await startDynalite({ path: folder.path, logger });
    await ensureDynamoTable(dynamo.endpoint, 'carts');
    expect((await put(dynamo.endpoint, 'cart-1')).status).toBe(200);

    await expect(callDynamo(dynamo.endpoint, 'PutItem', 'null')).rejects.toThrow();

    await waitFor(async () => (await put(dynamo.endpoint, 'cart-2')).ok, {
      deadlineMs: 60_000,
      describe: 'dynalite to be back',
    });
    expect(await get(dynamo.endpoint, 'cart-1')).toEqual({ Item: { id: { S: 'cart-1' } } });
    await dynamo.stop();
    expect(warnings).toEqual(['The embedded DynamoDB had a fault and is started anew.']);
  });

  test('A web page gets nothing from it', async () => {
    using folder = temporaryFolder();
    const dynamo = await startDynalite({ path: folder.path });

    const answer = await fetch(dynamo.endpoint, {
      method: 'POST',
      headers: { origin: 'https://example.com' },
      body: '{}',
    });

    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    await dynamo.stop();
  });
});
