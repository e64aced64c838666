import { createStoreSet, StoresError } from '@mosaico/stores';
import { startSixProcesses } from './six-processes.ts';
import { runToEnd } from './start-process.ts';

/**
 * `npm run distributed`: the real servers of this machine, a made-up shop in them if they are empty, and the gateway and the
 * five subgraphs as a process each, on their usual ports. Ends with Ctrl-C, or when one of the six ends; the servers stay up.
 */
const dataDir = '.data/distributed';
const storeNames = ['mysql', 'postgres', 'mongodb', 'dynamodb', 'cassandra', 'redis'] as const;

const stopped = Promise.withResolvers<string>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.resolve(signal));

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof StoresError ? error.message : error);
}

async function run(): Promise<number> {
  const stores = createStoreSet();
  await stores.up(storeNames, { install: true, say: console.log });
  const environment = { DATA_DIR: dataDir, ...stores.environment(storeNames) };

  const seed = await runToEnd({ entry: 'standalone/src/seed/main.ts', arguments: ['--if-empty'], environment });
  console.log(seed.output.trimEnd());
  if (seed.exitCode !== 0) return 1;

  const shop = await startSixProcesses({
    environment,
    ports: 'usual',
    // A Ctrl-C comes to them once, as this process's SIGTERM: a second signal would cut off what they still answer.
    isApart: true,
    onOutput: (name, text) => {
      for (const line of text.trimEnd().split('\n')) console.log(`${name.padEnd(9)} | ${line}`);
    },
  });
  console.log(`\n  Mosaico is open, as six processes:  ${shop.origin}\n\n  Stop with Ctrl-C.\n`);

  const ends = Array.from(shop.processes, ([name, { gone }]) => gone.then(() => `the end of ${name}`));
  const why = await Promise.race([stopped.promise, ...ends]);
  console.log(`Stopping after ${why}.`);
  const codes = await shop.stop();
  return codes.every((code) => code === 0) ? 0 : 1;
}
