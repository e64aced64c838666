import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

test('The gateway alone starts while no subgraph answers, says so, and leaves on SIGTERM', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-gateway-'));
  const nowhere = 'http://127.0.0.1:9/graphql';
  const child = spawn(process.execPath, [fileURLToPath(new URL('../src/main.ts', import.meta.url))], {
    env: {
      PORT: '0',
      DATA_DIR: folder,
      ...Object.fromEntries(
        ['ORDERS', 'CATALOG', 'CART', 'ANALYTICS', 'EVENTS'].map((name) => [`${name}_URL`, nowhere]),
      ),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const url = await openedUrl(child.stdout);
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({
      status: 'not ready',
      stores: ['orders', 'catalog', 'cart', 'analytics', 'events'].map((store) => ({
        store,
        engine: 'the subgraph does not answer',
        ready: false,
      })),
    });
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ me { id } categories { id } }' }),
    });
    expect(await answer.json()).toMatchObject({
      errors: [
        { path: ['categories'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
        { path: ['me'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
      ],
      data: { me: null, categories: null },
    });
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
});

async function openedUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const { msg, url } = JSON.parse(line) as { msg?: string; url?: string };
    if (msg === 'the gateway is open' && url !== undefined) return url;
  }
  throw new Error('The gateway ended before it was open.');
}
