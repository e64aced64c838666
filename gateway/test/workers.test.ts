import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

interface Opened {
  readonly pid: number;
  readonly url: string;
}

test('Several processes answer on one port, one that dies is replaced, and all leave on SIGTERM', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-workers-'));
  const child = spawn(process.execPath, [fileURLToPath(new URL('../src/main.ts', import.meta.url))], {
    env: { PORT: '0', DATA_DIR: folder, WORKERS: '2', ORDERS_URL: 'http://127.0.0.1:9/graphql' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const opened = openedWorkers(child.stdout);
    const [one, other] = [await next(opened), await next(opened)];
    expect(other.url).toBe(one.url);
    expect(other.pid).not.toBe(one.pid);
    process.kill(one.pid, 'SIGKILL');
    const third = await next(opened);
    expect(third.url).toBe(one.url);
    expect([one.pid, other.pid, child.pid]).not.toContain(third.pid);
    expect((await fetch(`${one.url}/health/live`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    for (const { pid } of [other, third]) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);

async function* openedWorkers(output: NodeJS.ReadableStream): AsyncGenerator<Opened, void> {
  for await (const line of createInterface({ input: output })) {
    const { msg, url, pid } = JSON.parse(line) as { msg?: string; url?: string; pid: number };
    if (msg === 'the gateway is open' && url !== undefined) yield { pid, url };
  }
}

async function next(opened: AsyncGenerator<Opened, void>): Promise<Opened> {
  const { value } = await opened.next();
  if (value === undefined) throw new Error('The gateway ended before it was open.');
  return value;
}
