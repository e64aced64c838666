import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { canStart } from '../../../packages/testing/src/index.ts';
import { readConfig } from '../src/config.ts';
import { runStores } from './support/run-command.ts';
import { listen, makeSet, type OwnSet } from './support/set-of-its-own.ts';

/** The two that start at once: one that keeps nothing, and one that keeps all. */
const stores = ['redis', 'dynamodb'] as const;
const lifeMs = 120_000;

describe('a set of servers', () => {
  if (!stores.map((store) => canStart(store)).every(Boolean)) return;

  let own: OwnSet;
  beforeEach(async () => {
    own = await makeSet(stores);
  });
  afterEach(() => own.remove(), lifeMs);

  const pids = () => [own.set.server('redis-l1').pid, own.set.server('redis-l2').pid, own.set.server('dynamodb').pid];
  const command = (...args: string[]) =>
    runStores([...args, '--native'], {
      PATH: '/usr/bin:/bin',
      STORES_DIR: own.folder,
      STORES_TOOLS_DIR: readConfig().STORES_TOOLS_DIR,
      STORES_PORT_BASE: String(own.portBase),
    });

  test(
    'is up once, however often and by however many it is started at the same moment',
    async () => {
      const outcomes = await Promise.all([command('up', ...stores), command('up', ...stores)]);
      expect(outcomes.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([
        [0, ''],
        [0, ''],
      ]);
      const said = outcomes.map(({ stdout }) => stdout).join('');
      for (const server of ['redis-l1', 'redis-l2', 'dynamodb']) {
        expect(said.match(new RegExp(`${server} answers \\(`, 'g'))).toHaveLength(1);
        expect(said.match(new RegExp(`${server} runs already on`, 'g'))).toHaveLength(1);
      }
      const running = pids();
      expect(running).not.toContain(null);
      await Promise.all([own.set.up(stores), own.set.up(['redis', 'redis'])]);
      expect(pids()).toEqual(running);
    },
    lifeMs,
  );

  test(
    'says what runs, and gives the URLs of what runs to the eye and in a file',
    async () => {
      const { stdout } = await command('up', 'redis');
      const environment = Object.entries(own.set.environment(['redis'])).map(([name, url]) => `${name}='${url}'\n`);
      expect(readFileSync(join(own.folder, 'environment'), 'utf8')).toBe(environment.join(''));
      expect(stdout).toContain(`\n${environment.join('')}`);
      own.set.server('redis-l2').pause();
      const rows = (await command('status')).stdout.trimEnd().split('\n');
      expect(rows.filter((row) => /^(redis|dynamodb)/.test(row))).toEqual([
        `dynamodb          127.0.0.1:${own.portBase + 31}  stopped`,
        `redis-l1          127.0.0.1:${own.portBase + 51}  answers, pid ${own.set.server('redis-l1').pid}`,
        `redis-l2          127.0.0.1:${own.portBase + 52}  does not answer, pid ${own.set.server('redis-l2').pid}`,
      ]);
      expect(rows).toHaveLength(10);
    },
    lifeMs,
  );

  test(
    'ends cleanly, keeps its data, and loses them by a reset alone',
    async () => {
      await own.set.up(['dynamodb']);
      await createTable(own, 'Kept');
      expect((await command('down', 'dynamodb')).exitCode).toBe(0);
      expect(pids()).toEqual([null, null, null]);
      await own.set.up(['dynamodb']);
      expect(await tables(own)).toEqual(['Kept']);
      const { exitCode, stdout } = await command('reset', 'dynamodb');
      expect([exitCode, stdout]).toEqual([
        0,
        expect.stringMatching(/^ +\d+\.\d s {2}dynamodb: stopped, and the data removed\n$/),
      ]);
      expect(existsSync(join(own.folder, 'dynamodb'))).toBe(false);
      await own.set.up(['dynamodb']);
      expect(await tables(own)).toEqual([]);
    },
    lifeMs,
  );

  test(
    'is stopped and reset without complaint where nothing runs',
    async () => {
      await own.set.down(stores);
      await own.set.reset(stores);
      expect(pids()).toEqual([null, null, null]);
    },
    lifeMs,
  );

  test(
    'refuses a port on which a stranger listens, and leaves the stranger alone',
    async () => {
      const stranger = await listen(own.portBase + 52);
      try {
        const { exitCode, stderr } = await command('up', 'redis');
        expect({ exitCode, stderr }).toEqual({
          exitCode: 1,
          stderr:
            `redis-l2 needs the port 127.0.0.1:${own.portBase + 52}, on which a process listens that is not of this set. End that ` +
            `process, or set STORES_PORT_BASE to the beginning of a free hundred of ports (it is ${own.portBase}).\n`,
        });
        expect(stranger.listening).toBe(true);
        expect(own.set.server('redis-l1').pid).not.toBeNull();
      } finally {
        stranger.close();
      }
      await own.set.up(['redis']);
      expect(own.set.server('redis-l2').pid).not.toBeNull();
    },
    lifeMs,
  );

  test(
    'has a server that was killed started again, with its data, and leaves the others as they are',
    async () => {
      await own.set.up(stores);
      await createTable(own, 'Survives');
      const [l1, l2, dynamodb] = pids();
      await own.set.server('dynamodb').kill();
      await own.set.server('redis-l1').kill();
      expect(pids()).toEqual([null, l2, null]);
      await own.set.up(stores);
      expect(pids()).toEqual([expect.any(Number), l2, expect.any(Number)]);
      expect(pids()).not.toEqual([l1, l2, dynamodb]);
      expect(await tables(own)).toEqual(['Survives']);
    },
    lifeMs,
  );

  test(
    'has a server that stands still going on, as the same process',
    async () => {
      await own.set.up(['redis']);
      const redis = own.set.server('redis-l1');
      const { pid } = redis;
      redis.pause();
      const isAnswering = async () => (await own.set.status()).find(({ server }) => server === 'redis-l1')?.answers;
      expect(await isAnswering()).toBe(false);
      await own.set.up(['redis']);
      expect([redis.pid, await isAnswering()]).toEqual([pid, true]);
      redis.pause();
      await own.set.down(['redis']);
      expect(redis.pid).toBeNull();
    },
    lifeMs,
  );

  test(
    'asks for a password, each server its own',
    async () => {
      await own.set.up(['redis']);
      const urls = own.set.environment(['redis']);
      const [l1, l2] = [urls['REDIS_L1_URL'] ?? '', urls['REDIS_L2_URL'] ?? ''].map((url) => new URL(url));
      expect(await ping(own.portBase + 51, '')).toMatch(/^-NOAUTH /);
      expect(await ping(own.portBase + 51, l2?.password ?? '')).toMatch(/^-WRONGPASS /);
      expect(await ping(own.portBase + 51, l1?.password ?? '')).toBe('+OK\r\n+PONG\r\n');
    },
    lifeMs,
  );
});

/** Redis's whole answer to a PING with a password, or without any. */
function ping(port: number, password: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('error', reject);
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  socket.on('end', () => resolve(answer));
  socket.end(`${password === '' ? '' : `AUTH ${password}\r\n`}PING\r\n`);
  return promise;
}

async function tables(own: OwnSet): Promise<unknown> {
  const { TableNames } = (await dynamo(own, 'ListTables', {})) as { TableNames: unknown };
  return TableNames;
}

async function createTable(own: OwnSet, name: string): Promise<void> {
  await dynamo(own, 'CreateTable', {
    TableName: name,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
}

/** One question in DynamoDB's protocol; the signature has its form, and says nothing. */
async function dynamo(own: OwnSet, action: string, body: object): Promise<unknown> {
  const scope = 'probe/20200101/us-east-1/dynamodb/aws4_request';
  const response = await fetch(own.set.environment(['dynamodb'])['DYNAMODB_URL'] ?? '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${action}`,
      'x-amz-date': '20200101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  expect([action, response.status]).toEqual([action, 200]);
  return response.json();
}
