import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Document } from 'mongodb';
import { openEmbeddedDatabase } from '../src/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

const writer = fileURLToPath(new URL('durable-writer.ts', import.meta.url));

describe('A process that is killed while it writes', () => {
  const folder = temporaryFolder();
  afterAll(folder.remove);

  test('leaves every acknowledged write, whole, with the keys of its indexes; and the file opens at once.', async () => {
    const path = join(folder.path, 'killed.sqlite');
    const acknowledged = new Map<number, { count: number } | 'deleted'>();
    for (let round = 0; round < 5; round++) {
      const lines = 20 + randomInt(60);
      const said = await linesUntilKilled([path, String(round * 1_000_000)], lines);
      for (const line of said) note(acknowledged, line);
      // The write that the kill interrupted may have been done: after a batch, the deletion of its first document.
      const [kind, first] = said.at(-1)?.split(' ') ?? [];
      if (kind === 'batch') acknowledged.delete(Number(first));

      const database = await openEmbeddedDatabase({ path });
      expect(await database.verifyIndexes()).toEqual([]);
      const things = database.collection<Document & { _id: number }>('things');
      for (const [id, expected] of acknowledged) {
        const found = await things.findOne({ _id: id });
        if (expected === 'deleted') expect(found).toBeNull();
        else {
          expect(found).toMatchObject({ sku: `sku-${id}` });
          expect(found?.['count']).toBeGreaterThanOrEqual(expected.count);
          expect(await things.explain({ sku: `sku-${id}` })).toMatchObject({ indexes: ['sku_1'], returned: 1 });
        }
      }
      // Batches are stored whole or not at all, also the one that the kill interrupted.
      const numbers = await things.distinct('_id', {});
      const batches = Map.groupBy(numbers as number[], (id) => Math.floor(id / 20));
      const sizes = new Set([...batches.values()].map(({ length }) => length));
      expect([...sizes].filter((size) => ![1, 15, 16].includes(size))).toEqual([]);
      await database.close();
    }
    expect(acknowledged.size).toBeGreaterThan(100);
  });
});

/** The lines that the writer had said when it was killed, some time after the given number of them. */
async function linesUntilKilled(args: string[], count: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === count) child.kill('SIGKILL');
  }
  const [, signal] = (await exited) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return lines;
}

function note(acknowledged: Map<number, { count: number } | 'deleted'>, line: string): void {
  const [kind, first, second] = line.split(' ');
  const id = Number(first);
  if (kind === 'insert') acknowledged.set(id, { count: 0 });
  if (kind === 'update') acknowledged.set(id, { count: Number(second) });
  if (kind === 'delete') acknowledged.set(id, 'deleted');
  if (kind === 'batch') for (let at = 0; at < Number(second); at++) acknowledged.set(id + at, { count: 0 });
}
