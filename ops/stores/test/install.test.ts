import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createStoreSet } from '../src/index.ts';
import { cargoProgram } from '../src/install/cargo.ts';
import { debianPackages } from '../src/install/debian.ts';
import { firstUnmet } from '../src/install/need.ts';
import { findProgram } from '../src/programs.ts';
import { runStores } from './support/run-command.ts';
import { freePortBase } from './support/set-of-its-own.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosaico-install-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const dynoxide =
  'cargo install dynoxide-rs --version =3.2.0 --locked --no-default-features --features native-sqlite,http-server,cli';

describe('what is missing is named with what to do about it', () => {
  test('a program that is built here, by the exact command', () => {
    const tools = join(folder, 'no tools');
    const set = createStoreSet({ folder: join(folder, 'set'), toolsFolder: tools, portBase: 25_000 });
    const to = join(tools, 'dynoxide-3.2.0');
    expect(set.missing('dynamodb')).toBe(
      `the DynamoDB engine dynoxide is not installed; type: ${dynoxide} --root ${to} --target-dir ${join(to, 'target')}`,
    );
  });

  test('a package of the system, by the exact command where the system has it', () => {
    const need = debianPackages({
      what: 'Vapour',
      packages: ['vapour-server', 'vapour'],
      services: [],
      isMet: () => false,
    });
    const command = `${process.getuid?.() === 0 ? '' : 'sudo '}apt-get install --yes --no-install-recommends vapour-server vapour`;
    expect(firstUnmet([need], 'linux')).toBe(
      findProgram('apt-get') === null
        ? 'Vapour is not installed; there is no apt-get here, so install what your system calls vapour-server, vapour'
        : `Vapour is not installed; type: ${command}`,
    );
  });

  test('nothing, when all is there', () => {
    expect(
      firstUnmet([debianPackages({ what: 'Air', packages: [], services: [], isMet: () => true })], 'linux'),
    ).toBeNull();
  });

  test('the system itself, where it is not Linux', () => {
    expect(firstUnmet([], 'darwin')).toBe(
      'Native servers are started on Linux alone, and this is darwin; where a Docker daemon answers, "npm run stores -- up" uses that.',
    );
  });
});

// A cargo among the system's own programs is found whatever PATH says, and would build.
const withoutCargo = ['/usr/local/bin/cargo', '/usr/bin/cargo'].some((path) => existsSync(path)) ? test.skip : test;
withoutCargo(
  'a command without a cargo to build with says what to install and what to type, and starts nothing',
  async () => {
    const tools = join(folder, 'empty');
    mkdirSync(tools);
    const { exitCode, stdout, stderr } = await runStores(['up', 'dynamodb', '--native'], {
      PATH: '/nowhere',
      STORES_DIR: join(folder, 'another set'),
      STORES_TOOLS_DIR: tools,
      STORES_PORT_BASE: String(await freePortBase()),
    });
    const to = join(tools, 'dynoxide-3.2.0');
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        "the DynamoDB engine dynoxide is built by Rust's cargo, which is not on PATH. " +
        `Install Rust, then type: ${dynoxide} --root ${to} --target-dir ${join(to, 'target')}\n`,
    });
  },
);

test('an installation that fails says which command did, with the end of what it said', async () => {
  const need = cargoProgram({
    what: 'nothing',
    crate: '--no-such-option',
    version: '0',
    features: [],
    program: 'nothing',
    folder: join(folder, 'nothing'),
  });
  const isThere = findProgram('cargo') !== null;
  await expect(need.install(() => undefined)).rejects.toMatchObject({
    code: isThere ? 'STORES_INSTALL_FAILED' : 'STORES_NOT_INSTALLED',
    message: isThere
      ? expect.stringMatching(
          /^"\S+cargo install --no-such-option .+" was required to end with 0 and ended with \d+\. It said at last:\n./,
        )
      : expect.stringContaining('which is not on PATH'),
  });
});

test.each([
  ['cassandra', 'cassandra-all'],
  ['mongodb', 'mongo-java-server'],
] as const)("%s's folder of tools has the version that its pom.xml names", (store, artifact) => {
  const pom = readFileSync(new URL(`../${store}/pom.xml`, import.meta.url), 'utf8');
  const version = new RegExp(`<artifactId>${artifact}</artifactId>\\s*<version>([^<]+)`).exec(pom)?.[1] ?? 'none';
  const source = readFileSync(new URL(`../src/engines/${store}.ts`, import.meta.url), 'utf8');
  expect(source).toContain(`const VERSION = '${version}';`);
});
