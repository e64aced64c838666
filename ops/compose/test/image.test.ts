import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { processNames, read } from './compose-file.ts';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}
const manifestOf = (folder: string) => JSON.parse(read(`${folder}package.json`)) as Manifest;
const lines = read('Dockerfile').split('\n');
const ignored = read('.dockerignore').split('\n');

test('the image is of the Node that package.json pins, in each of its stages', () => {
  const stages = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);
  const image = `node:${manifestOf('').devDependencies?.['node']}-bookworm-slim`;
  expect(stages).toEqual([image, image]);
});

test('its processes are not root, and own nothing of what they run', () => {
  const last = lines.slice(lines.lastIndexOf(lines.findLast((line) => line.startsWith('FROM ')) ?? ''));
  expect(last.filter((line) => /^(USER|COPY)/.test(line))).toEqual(['COPY --from=build /mosaico ./', 'USER node']);
});

test('it gets every workspace that the six need, and no other', () => {
  const folders = processNames.map((name) => (name === 'gateway' ? 'gateway/' : `subgraphs/${name}/`));
  const packages = readdirSync(new URL('../../../packages/', import.meta.url)).map((name) => `packages/${name}/`);
  const known = new Map([...folders, ...packages].map((folder) => [manifestOf(folder).name, folder]));
  const needed = new Set(folders);
  for (const folder of needed) {
    for (const name of Object.keys(manifestOf(folder).dependencies ?? {}).filter((each) =>
      each.startsWith('@mosaico/'),
    )) {
      expect([folder, name, [...known.keys()]]).toEqual([folder, name, expect.arrayContaining([name])]);
      needed.add(known.get(name) ?? '');
    }
  }
  const kept = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  expect(kept).toEqual(['package.json', 'package-lock.json', '.npmrc', 'gateway', 'subgraphs', 'packages', 'schema']);
  // A package that a test alone needs is kept out; one that nobody needs yet may come along.
  expect(ignored.filter((line) => line.startsWith('packages/'))).toEqual(['packages/testing']);
  expect(needed.has('packages/testing/')).toBe(false);
});
