import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { serversOf, storeNames } from '../src/names.ts';
import { addressOf, cassandraStorageOffset, containerPort, portsPerSet } from '../src/ports.ts';
import { openSetFolder } from '../src/set-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosaico-set-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (path: string) => openSetFolder({ folder: path, tools: join(path, 'tools'), portBase: 25_000 });

test('makers that race agree on one secret, which nobody else may read', async () => {
  const module = new URL('../src/set-folder.ts', import.meta.url).href;
  const script = `
    const { openSetFolder } = await import('${module}');
    const set = openSetFolder({ folder: process.argv[1], tools: '/none', portBase: 25000 });
    process.stdout.write(set.password('somebody'));`;
  const makers = Array.from({ length: 8 }, () =>
    promisify(execFile)(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script, folder]),
  );
  const passwords = (await Promise.all(makers)).map(({ stdout }) => stdout);
  expect(new Set(passwords)).toEqual(new Set([open(folder).password('somebody')]));
  expect(readdirSync(folder).toSorted()).toEqual(['locks', 'logs', 'secret']);
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
});

test('passwords differ by role and by set, and are of letters, digits, - and _ only', () => {
  const first = open(folder);
  const other = open(join(folder, 'other'));
  const passwords = [first.password('a'), first.password('b'), other.password('a')];
  expect(new Set(passwords).size).toBe(3);
  for (const password of passwords) expect(password).toMatch(/^[\w-]{43}$/);
  expect(first.password('a')).toBe(open(folder).password('a'));
  expect(readFileSync(join(folder, 'secret'), 'utf8')).not.toContain(first.password('a'));
});

test('a ring keeps its number of nodes until it is forgotten', () => {
  const set = open(folder);
  expect([set.hasRing(), set.cassandraNodes()]).toEqual([false, 1]);
  set.keepCassandraNodes(3);
  expect([open(folder).hasRing(), open(folder).cassandraNodes()]).toEqual([true, 3]);
  set.keepCassandraNodes(null);
  expect([open(folder).hasRing(), open(folder).cassandraNodes()]).toEqual([false, 1]);
});

test('every server has a port of its own in the hundred of its set, native or in a container', () => {
  const servers = storeNames.flatMap((store) => [...serversOf[store]]);
  const addresses = servers.map((server) => addressOf(server, 25_000));
  expect(new Set(addresses.map(({ host, port }) => `${host}:${port}`)).size).toBe(servers.length);
  const native = new Set([...addresses.map(({ port }) => port), 25_000 + cassandraStorageOffset]);
  const containers = servers.map((server) => containerPort(server, 25_000));
  expect(containers.filter((port) => native.has(port))).toEqual([]);
  for (const port of [...native, ...containers]) {
    expect(port).toBeGreaterThanOrEqual(25_000);
    expect(port).toBeLessThan(25_000 + portsPerSet);
  }
});
