import { join } from 'node:path';
import { ConfigError } from '@mosaico/service';
import { type Arguments, parseArguments, usage } from './arguments.ts';
import { StoresError, StoresErrorCode } from './errors.ts';
import { storeNames } from './names.ts';
import { openStores } from './open-stores.ts';
import { writeWhole } from './set-folder.ts';
import type { ServerStatus } from './store-life.ts';
import type { Stores } from './store-set.ts';

/** `npm run stores`: starts, stops and shows the real servers. Ends with 2 for what cannot be understood, 1 for what failed. */
try {
  await run(parseArguments(process.argv.slice(2)));
} catch (error) {
  process.exitCode = Error.isError(error) && 'code' in error && error.code === StoresErrorCode.usage ? 2 : 1;
  console.error(explained(error));
}

async function run({ command, stores, nodes, native }: Arguments): Promise<void> {
  const began = performance.now();
  const say = (line: string): void => {
    console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  };
  const sets = await openStores({ native });
  const [set] = sets;
  switch (command) {
    case 'up':
      await set.up(stores, { install: true, say, ...(nodes ? { cassandraNodes: nodes } : {}) });
      say('all answer');
      console.log(`\n${await writeEnvironment(set)}`);
      return;
    case 'down':
      for (const each of sets) await each.down(stores);
      say(`${stores.join(', ')}: stopped`);
      return;
    case 'reset':
      for (const each of sets) await each.reset(stores);
      say(`${stores.join(', ')}: stopped, and the data removed`);
      return;
    case 'status':
      for (const each of sets) {
        const rows = (await each.status()).filter(({ runsAs }) => each === set || runsAs !== null);
        for (const row of rows) console.log(statusLine(row));
      }
      return;
  }
}

/** The URLs of what runs, for the eye and for `set -a; . FILE`. */
async function writeEnvironment(set: Stores): Promise<string> {
  const stopped = (await set.status()).filter(({ runsAs }) => runsAs === null).map(({ store }) => store);
  const text = Object.entries(set.environment(storeNames.filter((name) => !stopped.includes(name))))
    .map(([name, value]) => `${name}='${value}'`)
    .join('\n');
  writeWhole(join(set.folder, 'environment'), `${text}\n`);
  return `${text}\n\nThe same in a file: set -a; . ${join(set.folder, 'environment')}; set +a`;
}

function statusLine({ server, address, runsAs, answers }: ServerStatus): string {
  const state = runsAs === null ? 'stopped' : `${answers ? 'answers' : 'does not answer'}, ${runsAs}`;
  return `${server.padEnd(17)} ${address.padEnd(16)} ${state}`;
}

/** Faults that a person can mend are their message alone; all others come with where they happened. */
function explained(error: unknown): string {
  if (error instanceof StoresError)
    return error.code === StoresErrorCode.usage ? `${error.message}\n\n${usage}` : error.message;
  if (error instanceof ConfigError) return error.message;
  return Error.isError(error) ? (error.stack ?? error.message) : String(error);
}
