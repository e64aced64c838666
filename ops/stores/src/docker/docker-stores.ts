import { join } from 'node:path';
import { z } from 'zod';
import { engines } from '../engines/all.ts';
import { StoresError, StoresErrorCode } from '../errors.ts';
import { underLock } from '../lock.ts';
import { type ServerName, type StoreName, storeNames } from '../names.ts';
import { type Address, containerPort } from '../ports.ts';
import type { SetFolder } from '../set-folder.ts';
import type { ServerStatus } from '../store-life.ts';
import type { Stores } from '../store-set.ts';
import { composeArguments, composeStores, composeVariables, projectName } from './compose-project.ts';
import type { Docker } from './docker.ts';

/** Until all of it is healthy, after the images are there. */
const START_DEADLINE_SECONDS = 600;

/** A set whose servers are containers of docker-compose.yml, published on loopback. */
export function createDockerStores(folder: SetFolder, docker: Docker): Stores {
  const set = published(folder);
  const compose = (...args: string[]): Promise<string> =>
    docker.run([...composeArguments(set), ...args], composeVariables(set));
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => underLock(join(set.path, 'locks', 'docker.lock'), work);
  const remove = (names: readonly StoreName[]): Promise<string> =>
    compose('rm', '--stop', '--force', ...servicesOf(names));
  return {
    folder: set.path,
    environment: (names = storeNames) =>
      Object.assign({}, ...names.map((name) => environmentOf(set, name))) as Record<string, string>,
    async up(names, { cassandraNodes, say = () => undefined } = {}) {
      if (cassandraNodes === 3) {
        throw new StoresError(
          StoresErrorCode.usage,
          'A ring of three is made of native servers alone: give --native beside --nodes 3.',
        );
      }
      await inTurn(async () => {
        say(`starting ${servicesOf(names).join(', ')} by Docker Compose, which fetches what images it lacks`);
        const wait = ['--wait', '--wait-timeout', String(START_DEADLINE_SECONDS)];
        await compose('up', '--detach', ...wait, ...servicesOf(names));
        for (const job of names.flatMap((name) => composeStores[name].jobs)) {
          await compose('run', '--rm', '--no-deps', job);
        }
      });
    },
    down: (names) =>
      inTurn(async () => {
        await remove(names);
      }),
    async status() {
      const containers = readContainers(await compose('ps', '--all', '--format', 'json'));
      return storeNames.flatMap((store) =>
        Object.entries(composeStores[store].servers).map(([service, server]): ServerStatus => {
          const container = containers.find(({ Service }) => Service === service);
          const isRunning = container?.State === 'running';
          return {
            store,
            server: service,
            address: server === null ? '(not published)' : `127.0.0.1:${set.address(server).port}`,
            runsAs: isRunning ? `container ${container.Name}` : null,
            answers: isRunning && container.Health === 'healthy',
          };
        }),
      );
    },
    reset: (names) =>
      inTurn(async () => {
        await remove(names);
        const volumes = names.flatMap((name) => composeStores[name].volumes);
        if (volumes.length === 0) return;
        await docker.run(['volume', 'rm', '--force', ...volumes.map((volume) => `${projectName(set)}_${volume}`)]);
      }),
  };
}

function servicesOf(names: readonly StoreName[]): string[] {
  return Array.from(new Set(names)).flatMap((name) => Object.keys(composeStores[name].servers));
}

/** The set as containers are published: behind the native servers' ports, so that both kinds can be up at once. */
function published(set: SetFolder): SetFolder {
  const address = (server: ServerName): Address => ({ host: '127.0.0.1', port: containerPort(server, set.portBase) });
  return { ...set, address, cassandraNodes: () => 1 };
}

/** As the native servers', but that MongoDB has accounts here, and members of whom the first is asked alone. */
function environmentOf(set: SetFolder, name: StoreName): Record<string, string> {
  if (name !== 'mongodb') return engines[name].environment(set);
  const { host, port } = set.address('mongodb');
  const how = 'authSource=admin&directConnection=true';
  return { MONGODB_URL: `mongodb://mosaico:${set.password('mosaico')}@${host}:${port}/catalog?${how}` };
}

const containerSchema = z.object({ Service: z.string(), Name: z.string(), State: z.string(), Health: z.string() });

/** One object a line, or, before Compose 2.21, one array of them. */
function readContainers(output: string): z.output<typeof containerSchema>[] {
  const text = output.trim();
  const rows: unknown = text.startsWith('[') ? JSON.parse(text) : text.split('\n').filter(Boolean).map(parseLine);
  return z.array(containerSchema).parse(rows);
}

function parseLine(line: string): unknown {
  return JSON.parse(line);
}
