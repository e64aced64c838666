import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { composeStores } from '../src/docker/compose-project.ts';
import { storeNames } from '../src/names.ts';
import { openSetFolder } from '../src/set-folder.ts';
import { type DockerAnswers, makeFakeDocker } from './support/fake-docker.ts';
import { runStores } from './support/run-command.ts';
import { freePortBase } from './support/set-of-its-own.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

let folder: string;
let portBase: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mosaico-docker-'));
  portBase = await freePortBase();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the command where a fake `docker` is found, and tells what it was asked after the two probes. */
async function run(args: readonly string[], answers: DockerAnswers = {}) {
  const docker = makeFakeDocker(join(folder, 'bin'), answers);
  const outcome = await runStores(args, {
    PATH: `${docker.path}:/usr/bin:/bin`,
    STORES_DIR: join(folder, 'set'),
    STORES_TOOLS_DIR: join(folder, 'tools'),
    STORES_PORT_BASE: String(portBase),
  });
  const calls = docker
    .calls()
    .map((call) => ({ ...call, args: call.args.map((argument) => argument.replace(root, '')) }));
  const isProbe = ({ args: [first, second] }: { args: readonly string[] }) =>
    first === 'version' || second === 'version';
  return { ...outcome, probes: calls.filter(isProbe).length, calls: calls.filter((call) => !isProbe(call)) };
}

const composeCommand = () => [
  'compose',
  ...['--project-name', `mosaico-stores-${portBase}`, '--project-directory', ''],
  ...['--file', 'docker-compose.yml', '--file', 'ops/compose/development.yml'],
];
const ps = ['ps', '--all', '--format', 'json'];
const argumentsOf = ({ calls }: { calls: { args: readonly string[] }[] }) => calls.map(({ args }) => args);

describe('where a Docker daemon answers', () => {
  test('up starts the services, waits for their health, runs what they need once, and prints their URLs', async () => {
    const healthy = ['mongodb-1', 'mongodb-2', 'mongodb-3', 'redis-l1', 'redis-l2'].map((service) =>
      JSON.stringify({ Service: service, Name: `x-${service}-1`, State: 'running', Health: 'healthy' }),
    );
    const outcome = await run(['up', 'mongodb', 'redis'], { ps: `echo '${healthy.join('\n')}'` });
    expect([outcome.exitCode, outcome.stderr]).toEqual([0, '']);
    const services = ['mongodb-1', 'mongodb-2', 'mongodb-3', 'redis-l1', 'redis-l2'];
    expect(argumentsOf(outcome)).toEqual([
      [...composeCommand(), 'up', '--detach', '--wait', '--wait-timeout', '600', ...services],
      [...composeCommand(), 'run', '--rm', '--no-deps', 'mongodb-init'],
      [...composeCommand(), ...ps],
    ]);
    const set = openSetFolder({ folder: join(folder, 'set'), tools: '', portBase });
    const environment =
      `MONGODB_URL='mongodb://mosaico:${set.password('mosaico')}@127.0.0.1:${portBase + 66}/catalog?authSource=admin&directConnection=true'\n` +
      `REDIS_L1_URL='redis://:${set.password('redis-l1')}@127.0.0.1:${portBase + 96}/0'\n` +
      `REDIS_L2_URL='redis://:${set.password('redis-l2')}@127.0.0.1:${portBase + 97}/0'\n`;
    expect(outcome.stdout).toContain(`\n${environment}`);
    expect(readFileSync(join(folder, 'set', 'environment'), 'utf8')).toBe(environment);
  });

  test('Compose gets each variable that its files require in its environment, and no secret as an argument', async () => {
    const { calls } = await run(['up', 'redis'], { ps: 'echo "[]"' });
    const files = ['docker-compose.yml', 'ops/compose/development.yml'].map((file) =>
      readFileSync(`${root}${file}`, 'utf8'),
    );
    const asked = Array.from(
      files.join('').matchAll(/\$\{([A-Z0-9_]+)(?::\?|(?<=_PORT)\b)/g),
      ([, name]) => name ?? '',
    );
    const variables = calls[0]?.variables ?? {};
    // The gateway is none of the stores.
    expect(new Set(Object.keys(variables))).toEqual(new Set(asked.filter((name) => name !== 'GATEWAY_PORT')));
    const secrets = Object.entries(variables).filter(([name]) => !/_(PORT|PROVIDER)$/.test(name));
    for (const [name, value] of secrets) {
      expect([name, value]).toEqual([name, expect.stringMatching(/^[\w-]{43}$/)]);
      expect(JSON.stringify(argumentsOf({ calls }))).not.toContain(value);
    }
    const ports = Object.entries(variables).filter(([name]) => name.endsWith('_PORT'));
    expect(new Set(ports.map(([, port]) => port)).size).toBe(ports.length);
  });

  test('down takes the containers away and leaves the volumes', async () => {
    const outcome = await run(['down', 'mysql', 'postgres']);
    expect([outcome.exitCode, outcome.stderr]).toEqual([0, '']);
    const services = ['mysql', 'mysql-replica', 'postgres', 'postgres-replica', 'pgbouncer'];
    expect(argumentsOf(outcome)).toEqual([[...composeCommand(), 'rm', '--stop', '--force', ...services]]);
  });

  test('reset takes the volumes of the named stores too', async () => {
    const outcome = await run(['reset', 'mysql', 'redis']);
    expect([outcome.exitCode, outcome.stderr]).toEqual([0, '']);
    const volumes = ['mysql', 'mysql-replica'].map((volume) => `mosaico-stores-${portBase}_${volume}`);
    expect(argumentsOf(outcome)).toEqual([
      [...composeCommand(), 'rm', '--stop', '--force', 'mysql', 'mysql-replica', 'redis-l1', 'redis-l2'],
      ['volume', 'rm', '--force', ...volumes],
    ]);
  });

  test.each([
    ['a line each', (rows: string[]) => rows.join('\n')],
    ['one array', (rows: string[]) => `[${rows.join(',')}]`],
  ])('status shows each container, which Compose tells as %s', async (_, written) => {
    const rows = [
      { Service: 'mysql', Name: 'm-1', State: 'running', Health: 'healthy' },
      { Service: 'mysql-replica', Name: 'm-2', State: 'running', Health: 'starting' },
      { Service: 'cassandra', Name: 'c-1', State: 'exited', Health: '' },
    ].map((row) => JSON.stringify(row));
    const { stdout, exitCode } = await run(['status'], { ps: `echo '${written(rows)}'` });
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual([
      `mysql             127.0.0.1:${portBase + 46}  answers, container m-1`,
      `mysql-replica     127.0.0.1:${portBase + 47}  does not answer, container m-2`,
      `postgres          127.0.0.1:${portBase + 56}  stopped`,
      `postgres-replica  127.0.0.1:${portBase + 57}  stopped`,
      `pgbouncer         127.0.0.1:${portBase + 58}  stopped`,
      `mongodb-1         127.0.0.1:${portBase + 66}  stopped`,
      'mongodb-2         (not published)  stopped',
      'mongodb-3         (not published)  stopped',
      `dynamodb          127.0.0.1:${portBase + 76}  stopped`,
      `cassandra         127.0.0.1:${portBase + 86}  stopped`,
      `redis-l1          127.0.0.1:${portBase + 96}  stopped`,
      `redis-l2          127.0.0.1:${portBase + 97}  stopped`,
    ]);
  });

  test('a command of Docker that fails is shown with the end of what it said', async () => {
    const { exitCode, stderr } = await run(['up', 'dynamodb'], { up: "echo 'no such image' >&2; exit 17" });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^"docker compose .+ up .+ dynamodb" was required to end with 0 and ended with 17\. It said at last:\nno such image\n$/,
    );
  });

  test('a ring of three is refused, since only native servers make one', async () => {
    const { exitCode, stderr, calls } = await run(['up', 'cassandra', '--nodes', '3']);
    expect([exitCode, calls]).toEqual([2, []]);
    expect(stderr).toMatch(/^A ring of three is made of native servers alone: give --native beside --nodes 3\.\n/);
  });
});

describe('native servers are meant', () => {
  const stopped = expect.stringContaining(`redis-l1          127.0.0.1:`);

  test.each([
    ['the daemon does not answer', [], { version: "echo 'Cannot connect to the Docker daemon' >&2; exit 1" }, 2],
    ['Docker has no Compose', [], { composeVersion: 'exit 1' }, 2],
    ['--native says so', ['--native'], {}, 0],
  ] as const)('where %s', async (_, flags, answers, probes) => {
    const outcome = await run(['status', ...flags], answers);
    expect([outcome.exitCode, outcome.stdout, outcome.calls, outcome.probes]).toEqual([0, stopped, [], probes]);
    expect(outcome.stdout).toContain(`127.0.0.1:${portBase + 51}  stopped`);
  });

  test('where the daemon hangs, in time', async () => {
    const outcome = await run(['status'], { version: 'exec sleep 60' });
    expect([outcome.exitCode, outcome.calls]).toEqual([0, []]);
    expect(outcome.stdout).toContain(`127.0.0.1:${portBase + 51}  stopped`);
  });
});

test('every service of the stores in docker-compose.yml belongs to a store here, with its volumes', () => {
  const { services, volumes } = parse(readFileSync(`${root}docker-compose.yml`, 'utf8'), { merge: true }) as {
    services: Record<string, { networks: string[] }>;
    volumes: Record<string, null>;
  };
  const inCompose = Object.keys(services).filter((name) => !services[name]?.networks.includes('graph'));
  const here = storeNames.map((name) => composeStores[name]);
  expect(here.flatMap(({ servers, jobs }) => [...Object.keys(servers), ...jobs]).toSorted()).toEqual(
    inCompose.toSorted(),
  );
  expect(here.flatMap((store) => store.volumes).toSorted()).toEqual(Object.keys(volumes).toSorted());
});
