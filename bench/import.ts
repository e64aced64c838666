import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { startCommand } from './run-command.ts';
import { inTemporaryFolder, projectRoot } from './shop.ts';

const file = join(projectRoot, '../shared/data/online-retail.csv.gz');

/** Real sales into all five stores, by the command that a person types. */
export const importSales: Bench = {
  name: 'import',
  method:
    'The import of the 541,909 lines of "Online Retail" into an empty data folder: the whole process, with the start and the end of the stores. One run.',
  async run({ say }) {
    if (!existsSync(file)) return { skipped: 'The data set is not at ../shared/data/online-retail.csv.gz.' };
    return inTemporaryFolder(async (folder) => {
      const importing = startCommand({
        command: process.execPath,
        arguments: [
          '--no-warnings',
          'standalone/src/import/main.ts',
          'online-retail',
          file,
          '--data-dir',
          join(folder, 'data'),
        ],
        folder: projectRoot,
        deadlineMs: 900_000,
      });
      const { output, seconds } = await importing.ended;
      const lines = Number(/Read ([\d,]+) lines/.exec(output)?.[1]?.replaceAll(',', ''));
      if (Number.isNaN(lines)) throw new Error(`The import printed no "Read … lines" but:\n${output}`);
      say(output.trim().split('\n').at(-1) ?? '');
      return {
        measures: [
          { name: 'the whole import', unit: 's', runs: [seconds], limit: 180 },
          { name: 'lines per second', unit: 'lines/s', runs: [lines / seconds] },
        ],
      };
    });
  },
};
