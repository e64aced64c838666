import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@mosaico/testing/wait-for';
import pg from 'pg';
import { isPostmaster, readPostmasterFile } from '../src/postgres/postmaster.ts';

/** A folder that `using` or `await using` removes at the end of the test. */
export function temporaryFolder(parent = tmpdir()): { path: string } & Disposable {
  const path = mkdtempSync(join(parent, 'mosaico-embedded-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Child extends AsyncDisposable {
  pid: number;
  /** Everything that it has printed so far. */
  lines: string[];
  /** Resolves with the first line that begins so. */
  line(start: string): Promise<string>;
  say(line: string): void;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

/** Runs a file of `children/` in a Node process of its own, and in a process group of its own. */
export function startChild(name: string, ...args: string[]): Child {
  const file = fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--no-warnings', file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const { pid, stdout } = child;
  if (pid === undefined || !stdout) throw new Error(`${file} could not be started.`);
  const lines: string[] = [];
  createInterface(stdout).on('line', (line) => lines.push(line));
  const ended = once(child, 'close').then(() => child.signalCode ?? child.exitCode);
  return {
    pid,
    lines,
    async line(start) {
      const find = () => lines.find((line) => line.startsWith(start));
      await waitFor(() => find() !== undefined, { deadlineMs: 60_000, describe: `"${start}" from ${name}` });
      return find() ?? '';
    },
    say: (line) => void child.stdin?.write(`${line}\n`),
    kill: (signal) => void child.kill(signal),
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** For servers whose durability is not the point of the test: nothing waits for the disk. */
export const hasty = { fsync: 'off' };

/** The pid of the server that runs on the PostgreSQL folder, or undefined. */
export function runningServer(path: string): number | undefined {
  const pid = readPostmasterFile(join(path, 'cluster'))?.pid;
  return isServer(pid, path) ? pid : undefined;
}

/** Whether that pid is still the server of the folder. A zombie, killed and not yet buried, is not. */
export function isServer(pid: number | undefined, path: string): boolean {
  return pid !== undefined && isPostmaster(pid, join(realpathSync(path), 'cluster')) === 'certain';
}

export async function ask(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Calls a DynamoDB operation, as plain HTTP. */
export async function callDynamo(endpoint: string, operation: string, body: string | object): Promise<Response> {
  return fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=test, SignedHeaders=host, Signature=test',
      'x-amz-date': '20250101T000000Z',
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Creates a table whose key is the string `id`, unless it is there, and waits until it takes items. */
export async function ensureDynamoTable(endpoint: string, name: string): Promise<void> {
  await callDynamo(endpoint, 'CreateTable', {
    TableName: name,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  // The answer comes before the table is active, and until then it takes no items.
  await waitFor(
    async () => {
      const described = await callDynamo(endpoint, 'DescribeTable', { TableName: name });
      return (await described.text()).includes('"TableStatus":"ACTIVE"');
    },
    { deadlineMs: 60_000, describe: `the table ${name} to be active` },
  );
}
