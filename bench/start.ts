import { join } from 'node:path';
import { startStandalone } from '../e2e/support/mosaico.ts';
import { secondsSince, type Bench } from './bench.ts';
import { startCommand } from './run-command.ts';
import { askFiveStores, inTemporaryFolder, projectRoot, withSeededShop } from './shop.ts';

const coldRuns = 3;
const warmRuns = 7;

/** What a newcomer waits for. */
export const coldStart: Bench = {
  name: 'cold-start',
  method:
    '`npm install`, then `npm start` to the first answer of the five-store query (login included), each time in a new `git clone` of the commit, from a warm npm cache. A first install, not counted, warms the cache.',
  async run({ say }) {
    await inTemporaryFolder(install);
    const installs: number[] = [];
    const starts: number[] = [];
    for (let run = 1; run <= coldRuns; run += 1) {
      await inTemporaryFolder(async (folder) => {
        installs.push(await install(folder));
        starts.push(await firstStart(folder));
      });
      say(`${run} of ${coldRuns}: install ${installs.at(-1)?.toFixed(1)} s, start ${starts.at(-1)?.toFixed(1)} s`);
    }
    return {
      measures: [
        { name: 'npm install', unit: 's', runs: installs },
        { name: 'first npm start to first answer', unit: 's', runs: starts },
        { name: 'both', unit: 's', runs: installs.map((seconds, run) => seconds + (starts[run] ?? NaN)), limit: 60 },
      ],
    };
  },
};

/** What everybody waits for after that. */
export const warmStart: Bench = {
  name: 'warm-start',
  method:
    'From the start of the process on a seeded data folder to the first answer of the five-store query (login included).',
  run: ({ say }) =>
    withSeededShop(async (dataDir) => {
      const listens: number[] = [];
      const answers: number[] = [];
      for (let run = 1; run <= warmRuns; run += 1) {
        const started = performance.now();
        const shop = await startStandalone({ environment: { DATA_DIR: dataDir } });
        listens.push(secondsSince(started));
        await askFiveStores(shop.origin);
        answers.push(secondsSince(started));
        await shop.stop();
        say(`${run} of ${warmRuns}: ${answers.at(-1)?.toFixed(2)} s`);
      }
      return {
        measures: [
          { name: 'process start to open door', unit: 's', runs: listens },
          { name: 'process start to first answer', unit: 's', runs: answers, limit: 5 },
        ],
      };
    }),
};

/** Clones the project into a folder and installs it. @returns the seconds of the install alone */
async function install(folder: string): Promise<number> {
  const clone = startCommand({
    command: 'git',
    arguments: ['clone', '--quiet', projectRoot, join(folder, 'mosaico')],
    folder,
    deadlineMs: 60_000,
  });
  await clone.ended;
  const installing = startCommand({
    command: 'npm',
    arguments: ['install'],
    folder: join(folder, 'mosaico'),
    deadlineMs: 300_000,
  });
  return (await installing.ended).seconds;
}

async function firstStart(folder: string): Promise<number> {
  const started = performance.now();
  const shop = startCommand({
    command: 'npm',
    arguments: ['start'],
    folder: join(folder, 'mosaico'),
    environment: { PORT: '0', DATA_DIR: join(folder, 'data') },
    deadlineMs: 120_000,
  });
  try {
    await askFiveStores(await shop.waitFor(/http:\/\/[\w.]+:\d+/));
    return secondsSince(started);
  } finally {
    await shop.stop();
  }
}
