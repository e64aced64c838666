import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { createSilentLogger } from '@mosaico/service';
import { findBrowser, launchBrowser } from '@mosaico/testing';
import { ensureExplorerBundle, type ExplorerBundle } from '../src/index.ts';
import { createExplorerFiles } from '../src/explorer/files.ts';
import { startGateway, type RunningGateway } from './start-gateway.ts';

describe('the explorer', () => {
  let cacheDir = '';
  let running: RunningGateway;
  beforeAll(async () => {
    cacheDir = mkdtempSync(join(tmpdir(), 'mosaico-explorer-'));
    running = await startGateway({
      explorer: { cacheDir, prebuild: false },
      demoLogins: [{ label: 'Ada, a customer', email: 'ada@mosaico.example', password: '</script>' }],
    });
  });
  afterAll(async () => {
    await running.close();
    rmSync(cacheDir, { recursive: true });
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${running.gateway.url}${path}`, { headers });

  test('is bundled once, whole, however many ask for it at the same moment', async () => {
    const bundles = await Promise.all([ensureExplorerBundle({ cacheDir }), ensureExplorerBundle({ cacheDir })]);
    expect(bundles[1]).toEqual(bundles[0]);
    expect(readdirSync(cacheDir)).toHaveLength(1);
    const { folder, script } = bundles[0];
    const madeAt = statSync(join(folder, script)).mtimeMs;
    expect((await ensureExplorerBundle({ cacheDir })).script).toBe(script);
    expect(statSync(join(folder, script)).mtimeMs).toBe(madeAt);
  }, 180_000);

  test('stays small: all of it is under 1.2 MB as it is sent', async () => {
    const { folder } = await ensureExplorerBundle({ cacheDir });
    const sent = readdirSync(folder)
      .filter((file) => file.endsWith('.br'))
      .map((file) => statSync(join(folder, file)).size);
    expect(sent.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_200_000);
  });

  test('is served compressed, under names that browsers may keep for ever', async () => {
    const { folder, script } = await ensureExplorerBundle({ cacheDir });
    const plain = readFileSync(join(folder, script));
    expect(brotliDecompressSync(readFileSync(join(folder, `${script}.br`))).equals(plain)).toBe(true);
    expect(gunzipSync(readFileSync(join(folder, `${script}.gz`))).equals(plain)).toBe(true);
    for (const encoding of ['br', 'gzip', 'identity']) {
      const response = await get(`/explorer/${script}`, { 'accept-encoding': encoding });
      expect(response.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(Buffer.from(await response.arrayBuffer()).equals(plain)).toBe(true);
    }
  });

  test.each(['/explorer/nothing.js', '/explorer/..%2F..%2Fpackage.json', '/explorer/%2e%2e%2fpackage.json'])(
    'has nothing at %s',
    async (path) => {
      const response = await get(path);
      expect([403, 404]).toContain(response.status);
      expect(await response.json()).toMatchObject({ errors: [expect.anything()] });
    },
  );

  test('is what a browser gets at /graphql, and only a browser', async () => {
    const page = await get('/graphql', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const text = await page.text();
    expect(text).toContain('A customer across five stores');
    expect(text.match(/<\/script>/g)).toHaveLength(2);
    expect((await get('/explorer')).url).toBe(`${running.gateway.url}/graphql`);
    expect((await get('/graphql', { accept: 'application/json' })).status).toBe(400);
  });
});

describe('the bundle of a process', () => {
  const bundle: ExplorerBundle = {
    folder: '/f',
    script: 's',
    style: 'c',
    workers: { graphql: 'g', json: 'j', editor: 'e' },
  };

  test('is made once, and again only after a failure', async () => {
    const outcomes = [Promise.reject(new Error('no room')), Promise.resolve(bundle)];
    let made = 0;
    const ensure = () => outcomes[made++] ?? Promise.reject(new Error('made too often'));
    const files = createExplorerFiles({ ensure, prebuildAfterMs: 0, logger: createSilentLogger() });
    await expect(files.bundle()).rejects.toThrow('no room');
    expect(await Promise.all([files.bundle(), files.bundle()])).toEqual([bundle, bundle]);
    expect(made).toBe(2);
  });

  test('is made soon after the start without being asked for, and a close waits for it', async () => {
    const begun = Promise.withResolvers<undefined>();
    const goOn = Promise.withResolvers<ExplorerBundle>();
    const ensure = () => {
      begun.resolve(undefined);
      return goOn.promise;
    };
    const files = createExplorerFiles({ ensure, prebuildAfterMs: 0, logger: createSilentLogger() });
    files.prebuildSoon();
    await begun.promise;
    let isClosed = false;
    const closed = files.close().then(() => (isClosed = true));
    await Promise.resolve();
    expect(isClosed).toBe(false);
    goOn.resolve(bundle);
    await closed;
  });

  test('is not begun once the process closes', async () => {
    let made = 0;
    const ensure = () => {
      made += 1;
      return Promise.resolve(bundle);
    };
    const files = createExplorerFiles({ ensure, prebuildAfterMs: 0, logger: createSilentLogger() });
    files.prebuildSoon();
    await files.close();
    // Past the moment at which a timer of no length would have run.
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(made).toBe(0);
  });
});

const inBrowser = findBrowser() === null ? describe.skip : describe;
inBrowser('in a browser', () => {
  let browser: Browser;
  let running: RunningGateway;
  beforeAll(async () => {
    await ensureExplorerBundle();
    browser = await launchBrowser();
    running = await startGateway({
      demoLogins: [{ label: 'Ada, a customer', email: 'ada@mosaico.example', password: 'mosaico-demo' }],
    });
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await running.close();
  });

  /** A page of its own whose every complaint, and every request that leaves the gateway, is recorded. */
  async function visit(path: string): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(running.gateway.url) && !request.url().startsWith('data:'))
        complaints.push(request.url());
    });
    await page.goto(`${running.gateway.url}${path}`);
    return { page, complaints };
  }

  test('a person types a question, runs it and reads the answer', async () => {
    const { page, complaints } = await visit(`/graphql?query=${encodeURIComponent('{ whoAsks }')}`);
    const editor = page.locator('.graphiql-query-editor .monaco-editor').first();
    await editor.waitFor();
    await editor.click();
    await page.keyboard.press('ControlOrMeta+A');
    // A bracket typed over a selection would surround it.
    await page.keyboard.press('Delete');
    await page.keyboard.insertText('{ products(first: 2) { name left } }');
    await page.getByRole('button', { name: /^Execute query/ }).click();
    const answer = page.locator('.result-window');
    await answer.getByText('French press').waitFor();
    expect(await answer.innerText()).toContain('STORE_UNAVAILABLE');
    expect(complaints).toEqual([]);
  }, 180_000);

  test('a click on an example opens it in a tab of its own, with its variables', async () => {
    const { page, complaints } = await visit('/graphql');
    await page.getByRole('button', { name: /^Put one into the cart/ }).click();
    await page.getByRole('tab', { name: 'Add' }).waitFor();
    expect(await page.getByRole('tab', { name: 'ProductAndStock' }).count()).toBe(1);
    await page.locator('.graphiql-query-editor').getByText('addToCart').waitFor();
    await page.locator('.graphiql-editor-tool').getByText('COF-FRP-1L').waitFor();
    expect(complaints).toEqual([]);
  }, 180_000);

  test('a refused login says why', async () => {
    const { page } = await visit('/graphql');
    await page.getByRole('button', { name: 'Guest · Log in' }).click();
    await page.getByRole('button', { name: 'Ada, a customer' }).click();
    // The tiny shop has no logins at all.
    await page.getByRole('alert').getByText('Cannot query field "login"').waitFor();
  }, 180_000);

  test.each(['/', '/schema'])(
    '%s keeps to its own policy and fits a phone',
    async (path) => {
      const visited = await visit(path);
      const { page, complaints } = visited;
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      expect(await page.evaluate('getComputedStyle(document.body).margin')).toBe('0px');
      expect(complaints).toEqual([]);
    },
    60_000,
  );
});
