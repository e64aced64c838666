import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, ServerDefinition } from '../engine.ts';
import { debianPackages } from '../install/debian.ts';
import { findProgram } from '../programs.ts';
import type { SetFolder } from '../set-folder.ts';
import { asksWell } from '../tcp.ts';

/** Both are caches: what they forget is loaded again, so that nothing is kept on the disk. */
const shared = ['bind 127.0.0.1', 'protected-mode yes', 'save ""', 'appendonly no', 'daemonize no', 'databases 16'];

const own: Record<'redis-l1' | 'redis-l2', readonly string[]> = {
  'redis-l1': ['maxmemory 128mb', 'maxmemory-policy allkeys-lru'],
  // What has no end, such as a stream of events, is not forgotten.
  'redis-l2': ['maxmemory 256mb', 'maxmemory-policy volatile-lru'],
};

/** Redis 7, twice: the application's cache, which forgets what was long not used, and the databases' cache with the bus. */
export const redis: Engine = {
  store: 'redis',
  needs: () => [
    debianPackages({
      what: 'Redis',
      packages: ['redis-server'],
      services: ['redis-server'],
      isMet: () => findProgram('redis-server') !== null,
    }),
  ],
  environment: (set) => ({ REDIS_L1_URL: urlOf(set, 'redis-l1'), REDIS_L2_URL: urlOf(set, 'redis-l2') }),
  servers: (set) => [server(set, 'redis-l1'), server(set, 'redis-l2')],
};

function urlOf(set: SetFolder, name: 'redis-l1' | 'redis-l2'): string {
  const { host, port } = set.address(name);
  return `redis://:${set.password(name)}@${host}:${port}/0`;
}

function server(set: SetFolder, name: 'redis-l1' | 'redis-l2'): ServerDefinition {
  const address = set.address(name);
  const password = set.password(name);
  const configuration = join(set.home(name), 'redis.conf');
  return {
    name,
    after: null,
    systemUser: null,
    prepare() {
      const lines = [...shared, ...own[name], `port ${address.port}`, `requirepass ${password}`, 'set-proc-title no'];
      writeFileSync(configuration, `${lines.join('\n')}\n`, { mode: 0o600 });
      chmodSync(configuration, 0o600);
      return Promise.resolve();
    },
    command: () => ({ program: findProgram('redis-server') ?? 'redis-server', args: [configuration] }),
    answers: () =>
      asksWell(address, {
        question: Buffer.from(`AUTH ${password}\r\nPING\r\n`),
        isAnswer: (received) => {
          const lines = received.toString('latin1').split('\r\n');
          return lines[0]?.startsWith('-') ? false : lines.length < 3 ? undefined : lines[1] === '+PONG';
        },
      }),
    stopSignal: 'SIGTERM',
    startDeadlineMs: 20_000,
    stopDeadlineMs: 10_000,
  };
}
