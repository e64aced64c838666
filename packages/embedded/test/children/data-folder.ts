// Opens the data folder of argument 1 as the owner of argument 2, keeps no handle of it, and stays until killed.
// Told anything, it collects its garbage.
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openDataFolder } from '../../src/index.ts';

const [path = '', owner = ''] = process.argv.slice(2);
process.stdout.write(`${await open()}\n`);

async function open(): Promise<string> {
  try {
    await openDataFolder({ path, owner });
    process.stdin.on('data', () => void collectGarbage());
    return 'open';
  } catch (error) {
    return `refused ${Error.isError(error) && 'code' in error ? String(error.code) : ''}`;
  }
}

async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  for (let round = 0; round < 3; round++) {
    runInNewContext('gc()');
    await turn();
  }
  process.stdout.write('collected\n');
}
