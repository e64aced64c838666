import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { createStoreSet } from '../../stores/src/index.ts';
import { findProgram } from '../../stores/src/programs.ts';
import {
  capture,
  compose,
  development,
  interpolate,
  processNames,
  read,
  readEnvironment,
  references,
  serviceNamed,
  storeServices,
} from './compose-file.ts';
import { configOf } from './process-config.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const services = Object.entries(compose.services);
const developmentVariables = readEnvironment('ops/compose/development.env');

/** What `npm run stores` tells processes, for a set that nobody starts. */
function storeUrls(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-compose-'));
  try {
    return createStoreSet({ folder }).environment();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the processes', () => {
  test.each(processNames)('%s understands each variable that it gets, and gets each URL that it can', async (name) => {
    const environment = Object.fromEntries(
      Object.entries(serviceNamed(name).environment).map(([variable, value]) => [
        variable,
        interpolate(value, developmentVariables),
      ]),
    );
    // With every URL that a store has: those of other processes' stores are nothing to this one.
    const urls = storeUrls();
    const config = await configOf(name, { ...urls, ...environment });
    const given = Object.keys(environment).filter((variable) => environment[variable] !== '');
    expect(given.filter((variable) => !(variable in config))).toEqual([]);
    const usable = Object.keys(config).filter((variable) => variable in urls || variable.endsWith('_URL'));
    expect(usable.filter((variable) => !(variable in environment))).toEqual([]);
  });

  test('of orders bring no events to the bus where Debezium does, and are otherwise as they are', async () => {
    const { orders, debezium, ...others } = capture.services;
    expect([orders, others]).toEqual([{ environment: { MYSQL_OUTBOX_RELAY: 'off' } }, {}]);
    const mysqlUrl = interpolate(serviceNamed('orders').environment['MYSQL_URL'] ?? '', developmentVariables);
    const { hostname, pathname } = new URL(mysqlUrl);
    expect([
      debezium?.environment['DEBEZIUM_DATABASE_HOSTNAME'],
      debezium?.environment['DEBEZIUM_DATABASE_INCLUDE_LIST'],
    ]).toEqual([hostname, pathname.slice(1)]);
    expect(debezium?.environment['DEBEZIUM_MOSAICO_REDIS_URL']).toBe(
      serviceNamed('orders').environment['REDIS_L2_URL'],
    );
    expect(await configOf('orders', orders?.environment ?? {})).toMatchObject({ MYSQL_OUTBOX_RELAY: 'off' });
  });

  test('listen where those that ask them look', () => {
    const asked = services.flatMap(([, { environment }]) =>
      Object.values(environment).flatMap((value) => /^http:\/\/([a-z]+):(\d+)\/graphql$/.exec(value)?.slice(1) ?? []),
    );
    const addresses = new Set(
      asked.map((_, index) => asked.slice(index, index + 2)).filter((_, index) => index % 2 === 0),
    );
    for (const [name = '', port] of addresses)
      expect([name, serviceNamed(name).environment['PORT']]).toEqual([name, port]);
    expect(new Set(Array.from(addresses, ([name]) => name))).toEqual(new Set(processNames.slice(1)));
  });

  test('are one image, whose entry files there are, and may change nothing', () => {
    for (const name of processNames) {
      const service = serviceNamed(name);
      expect([service.image, service.build, service.read_only, service.cap_drop]).toEqual([
        'mosaico:0.1.0',
        '.',
        true,
        ['ALL'],
      ]);
      expect(service.command).toEqual(name === 'gateway' ? ['gateway/src/main.ts'] : ['subgraphs/main.ts', name]);
      expect(existsSync(`${root}${service.command?.[0] ?? ''}`)).toBe(true);
    }
  });

  test('get no secret that they have no use for', () => {
    const knowAccess = services.filter(([, { environment }]) => 'ACCESS_TOKEN_SECRET' in environment);
    expect(knowAccess.map(([name]) => name)).toEqual(['gateway', 'orders']);
  });
});

describe('every service', () => {
  test('has an image of one exact version', () => {
    for (const [name, { image }] of services)
      expect([name, image]).toEqual([name, expect.stringMatching(/^[a-z/-]+:v?\d+\.\d+\.\d+|^postgres:\d+\.\d+-/)]);
  });

  test('has a health check, but the one that ends by itself', () => {
    const unchecked = services.filter(([, { healthcheck }]) => healthcheck?.test === undefined).map(([name]) => name);
    expect(unchecked).toEqual(['mongodb-init']);
    const waiters = services.filter(
      ([, { depends_on }]) => depends_on['mongodb-init']?.condition === 'service_completed_successfully',
    );
    expect(waiters.map(([name]) => name)).toEqual(['catalog']);
  });

  test('has limits, a restart policy and no way to more privileges', () => {
    for (const [name, { deploy, restart, security_opt }] of services) {
      const { cpus, memory } = deploy?.resources.limits ?? {};
      expect([name, cpus, memory]).toEqual([name, expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+[MG]$/)]);
      expect([name, restart]).toEqual([name, name === 'mongodb-init' ? 'on-failure:5' : 'unless-stopped']);
      expect(security_opt).toContain('no-new-privileges:true');
    }
  });

  test('waits for the health of what it needs, and of nothing that there is not', () => {
    for (const [name, { depends_on }] of services) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        expect(Object.keys(compose.services)).toContain(needed);
        const expected = needed === 'mongodb-init' ? 'service_completed_successfully' : 'service_healthy';
        expect([name, needed, condition]).toEqual([name, needed, expected]);
      }
    }
  });

  test('keeps its data in volumes that are named, once each, and mounts only files that there are', () => {
    const mounts = services.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    const named = mounts.filter((source) => !source.startsWith('./'));
    expect(named.toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
    for (const file of mounts.filter((source) => source.startsWith('./')))
      expect(statSync(`${root}${file}`).isFile()).toBe(true);
  });
});

describe('the networks', () => {
  test('leave the host one door, the gateway, and the stores none', () => {
    expect(compose.networks).toEqual({
      front: null,
      out: null,
      graph: { internal: true },
      changes: { internal: true },
      stores: { internal: true },
    });
    expect(services.filter(([, { ports }]) => ports.length > 0).map(([name]) => name)).toEqual(['gateway']);
    expect(services.filter(([, { networks }]) => networks.includes('front')).map(([name]) => name)).toEqual([
      'gateway',
    ]);
    expect(services.filter(([, { networks }]) => networks.includes('out')).map(([name]) => name)).toEqual(['orders']);
    for (const [name, { networks }] of storeServices) {
      expect([name, networks]).toEqual([name, name === 'redis-l2' ? ['stores', 'changes'] : ['stores']]);
    }
    expect(serviceNamed('gateway').networks).not.toContain('stores');
  });

  test('are opened by development.yml alone, on loopback, for servers that a client can use from there', () => {
    const published = Object.entries(development.services);
    const reachable = storeServices.map(([name]) => name).filter((name) => !/^mongodb-(2|3|init)$/.test(name));
    expect(published.map(([name]) => name).toSorted()).toEqual(reachable.toSorted());
    for (const [name, { ports, ...others }] of published) {
      expect([name, others]).toEqual([name, { networks: ['development'] }]);
      expect([name, ports]).toEqual([name, [expect.stringMatching(/^127\.0\.0\.1:\$\{[A-Z0-9_]+_PORT:-\d+\}:\d+$/)]]);
    }
    expect(development.networks).toEqual({ development: null });
  });
});

describe('the secrets', () => {
  const isSecret = (name: string): boolean => /PASSWORD|SECRET|KEY/.test(name);

  test('are all required, each by a message, and none is written down', () => {
    for (const [name, { environment }] of services) {
      for (const [variable, value] of Object.entries(environment)) {
        const inUrl = /:\/\/[^:/]*:(.+)@/.exec(value)?.[1];
        const secret = isSecret(variable) ? value : inUrl;
        if (secret !== undefined)
          expect([name, variable, secret]).toEqual([name, variable, expect.stringMatching(/^\$\{[^}]+\}$/)]);
      }
    }
    const all = references(read('docker-compose.yml')).filter(({ name }) => isSecret(name));
    const required = all.filter(({ operator, rest }) => operator === ':?' && rest.startsWith('must be '));
    // Stripe's are demanded by the process that is told to use it.
    const optional = all.filter(({ operator }) => operator === ':-');
    expect(optional.map(({ name, rest }) => [name, rest])).toEqual([
      ['STRIPE_SECRET_KEY', ''],
      ['STRIPE_WEBHOOK_SECRET', ''],
    ]);
    expect(new Set([...required, ...optional].map(({ name }) => name))).toEqual(new Set(all.map(({ name }) => name)));
  });

  test.each(['production.env.example', 'development.env'])('are all in %s, and nothing that nobody reads', (file) => {
    const given = Object.keys(readEnvironment(`ops/compose/${file}`));
    const required = references(read('docker-compose.yml')).filter(({ operator }) => operator === ':?');
    expect(new Set(given)).toEqual(new Set(['COMPOSE_PROJECT_NAME', ...required.map(({ name }) => name)]));
  });

  test('have no value in the example for production', () => {
    const { COMPOSE_PROJECT_NAME, ...secrets } = readEnvironment('ops/compose/production.env.example');
    expect(COMPOSE_PROJECT_NAME).toBe('mosaico');
    expect(new Set(Object.values(secrets))).toEqual(new Set(['']));
  });
});

describe('the Docker Compose client', () => {
  const client = findProgram('docker-compose');
  const asks = client === null ? test.skip : test;
  const files = ['--file', 'docker-compose.yml'];
  const config = (args: readonly string[], environment: Record<string, string> = {}) =>
    promisify(execFile)(client ?? '', [...args, 'config', '--quiet'], {
      cwd: root,
      env: { PATH: '/usr/bin:/bin', ...environment },
    });

  asks('accepts the system, its form for development, and that with Debezium', async () => {
    const environment = ['--env-file', 'ops/compose/development.env'];
    await config([...environment, ...files]);
    await config([...environment, ...files, '--file', 'ops/compose/development.yml']);
    await config([...environment, ...files, '--file', 'ops/debezium/compose.yml', '--profile', 'cdc'], {
      MYSQL_CDC_PASSWORD: 'a password',
    });
  });

  asks('refuses the system without a password, and says what is required', async () => {
    await expect(config(['--env-file', 'ops/compose/production.env.example', ...files])).rejects.toMatchObject({
      stderr: expect.stringContaining('must be 32 random characters or more'),
    });
  });
});
