import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing';
import { DataFolderInUseError, openDataFolder } from '../src/index.ts';
import { startChild, temporaryFolder } from './support.ts';

describe('openDataFolder', () => {
  test('creates the folder for this user alone', async () => {
    using parent = temporaryFolder();
    const folder = await openDataFolder({ path: join(parent.path, 'data', 'orders'), owner: 'test' });

    expect(folder.path).toMatch(/data\/orders$/);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    folder.close();
  });

  test('When another process holds the folder, then the refusal says who, since when and what to do', async () => {
    using parent = temporaryFolder();
    const path = join(parent.path, 'orders');
    await using holder = startChild('data-folder', path, 'orders subgraph');
    await holder.line('open');

    const refusal = await openDataFolder({ path, owner: 'test' }).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(DataFolderInUseError);
    expect(refusal).toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      path,
      holder: { pid: holder.pid, owner: 'orders subgraph', since: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    expect(String(refusal)).toMatch(
      `The data folder ${path} is in use by process ${holder.pid} (orders subgraph) since `,
    );
    expect(String(refusal)).toMatch('Stop that process, or set DATA_DIR to another folder');
  });

  test('When this process itself holds the folder, then a second opening is refused until it is closed', async () => {
    using parent = temporaryFolder();
    const path = join(parent.path, 'orders');
    const first = await openDataFolder({ path, owner: 'first', now: () => new Date('2025-03-01T08:00:00Z') });

    await expect(openDataFolder({ path, owner: 'second' })).rejects.toThrow(
      `process ${process.pid} (first) since 2025-03-01T08:00:00.000Z`,
    );
    first.close();
    first.close();
    (await openDataFolder({ path, owner: 'second' })).close();
  });

  test('When the holder keeps no handle, then garbage collection does not free the folder', async () => {
    using parent = temporaryFolder();
    const path = join(parent.path, 'orders');
    await using holder = startChild('data-folder', path, 'forgetful');
    await holder.line('open');
    holder.say('collect');
    await holder.line('collected');

    await expect(openDataFolder({ path, owner: 'test' })).rejects.toThrow(DataFolderInUseError);
  });

  test('When the holder is killed with -9, then the folder opens without a hand, whoever has its pid now', async () => {
    using parent = temporaryFolder();
    const path = join(parent.path, 'orders');
    await using holder = startChild('data-folder', path, 'orders subgraph');
    await holder.line('open');
    holder.kill('SIGKILL');
    await holder.ended;
    const reused = { pid: process.ppid, owner: 'orders subgraph', since: '2025-01-01T00:00:00.000Z' };
    writeFileSync(join(path, 'folder.lock.json'), JSON.stringify(reused));

    const folder = await openDataFolder({ path, owner: 'test' });

    folder.close();
  });

  test('Of eight starters at once, exactly one gets the folder', async () => {
    using parent = temporaryFolder();
    const path = join(parent.path, 'orders');
    mkdirSync(path);
    const starters = Array.from({ length: 8 }, (_, index) => startChild('data-folder', path, `starter ${index}`));

    await waitFor(() => starters.every(({ lines }) => lines.length > 0), {
      deadlineMs: 60_000,
      describe: 'an answer from each starter',
    });

    expect(starters.map(({ lines }) => lines).toSorted()).toEqual([
      ['open'],
      ...Array.from({ length: 7 }, () => ['refused DATA_FOLDER_IN_USE']),
    ]);
    for (const starter of starters) await starter[Symbol.asyncDispose]();
  });
});
