import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { waitFor } from '@mosaico/testing';
import { openCatalogStores } from '../src/index.ts';
import { childEnvironment } from './config.ts';
import { id, productRecord, shelves } from './support/records.ts';

const writer = new URL('./support/review-writer.ts', import.meta.url).pathname;

test('every acknowledged review is there after kill -9, and every review counts once in its rating', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mosaico-catalog-'));
  const open = () => openCatalogStores({ config: { DATA_DIR: folder }, logger: createSilentLogger() });
  const acknowledged = new Set<number>();
  try {
    const fresh = await open();
    await fresh.categories.upsert(Object.values(shelves));
    await fresh.products.upsert([productRecord(1), productRecord(2)]);
    await fresh.close();
    for (const round of [1, 2, 3]) {
      await writeUntilKilled(round * 10_000, 10 * round);
      const stores = await open();
      const products = await stores.products.byIds([id(1), id(2)]);
      const pages = await stores.reviews.pageOfEach([id(1), id(2)], { limit: 10_000, after: null });
      for (const { productId, reviews } of pages) {
        const sum = reviews.reduce((total, review) => total + review.rating, 0);
        const product = products.find((found) => found.id === productId);
        expect(product?.rating).toEqual({ count: reviews.length, sum });
      }
      const there = new Set(pages.flatMap(({ reviews }) => reviews.map(({ title }) => title)));
      expect([...acknowledged].filter((n) => !there.has(`Title ${n}`))).toEqual([]);
      await stores.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }

  /** Kills the writer in the middle of its work, right after so many of its reviews were acknowledged. */
  async function writeUntilKilled(first: number, count: number): Promise<void> {
    const child = spawn(process.execPath, [writer, folder, String(first)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: childEnvironment(),
    });
    const ended = once(child, 'exit');
    let seen = 0;
    let unfinished = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${unfinished}${text}`.split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) acknowledged.add(Number(line));
      seen += lines.length;
    });
    await waitFor(() => seen >= count, { deadlineMs: 60_000, describe: `${count} acknowledged reviews` });
    child.kill('SIGKILL');
    await ended;
  }
}, 180_000);
