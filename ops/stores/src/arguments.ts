import { parseArgs } from 'node:util';
import { StoresError, StoresErrorCode } from './errors.ts';
import { type CassandraNodes, type StoreName, storeNames } from './names.ts';

const commands = ['up', 'down', 'status', 'reset'] as const;
export type Command = (typeof commands)[number];

export interface Arguments {
  command: Command;
  /** All of them when none was named. */
  stores: readonly StoreName[];
  /** Undefined leaves a ring as it is. */
  nodes: CassandraNodes | undefined;
  /** No Docker, also where a daemon answers. */
  native: boolean;
}

export const usage = `npm run stores -- up | down | status | reset [name…] [--nodes 1|3] [--native]

  up       installs what is missing, where it may, and starts the servers
  down     stops them; their data stay
  status   says what runs and what answers
  reset    stops them and removes their data

  names    ${storeNames.join(', ')}; all of them when none is named
  --nodes  how many nodes a new Cassandra ring gets (1)
  --native no Docker, also where a Docker daemon answers`;

/** @throws StoresError `usage`, which says what was required and what arrived */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const [command, ...names] = positionals;
  const known = commands.find((name) => name === command);
  if (!known) throw misuse(`The command must be one of ${commands.join(', ')}; got ${shown(command)}.`);
  const stores = names.map((name) => {
    const store = storeNames.find((candidate) => candidate === name);
    if (!store) throw misuse(`A store must be one of ${storeNames.join(', ')}; got ${shown(name)}.`);
    return store;
  });
  const nodes =
    values.nodes === undefined ? undefined : ([1, 3] as const).find((count) => String(count) === values.nodes);
  if (values.nodes !== undefined && nodes === undefined)
    throw misuse(`--nodes must be 1 or 3; got ${shown(values.nodes)}.`);
  if (nodes !== undefined && known !== 'up') throw misuse(`--nodes is for up; got it with ${known}.`);
  return { command: known, stores: stores.length > 0 ? stores : storeNames, nodes, native: values.native };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { nodes: { type: 'string' }, native: { type: 'boolean', default: false } },
    });
  } catch (cause) {
    throw misuse(Error.isError(cause) ? cause.message : String(cause), cause);
  }
}

function misuse(message: string, cause?: unknown): StoresError {
  return new StoresError(StoresErrorCode.usage, message, { cause });
}

function shown(text: string | undefined): string {
  return text === undefined ? 'nothing' : JSON.stringify(text);
}
