import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, jest, test } from '@jest/globals';
import { type Child, runningServer, startChild, temporaryFolder } from './support.ts';

const ROUNDS = 20;
/** Jest's own, so that `--seed` repeats a run. */
const SEED = jest.getSeed();

/** mulberry32: small, and the same everywhere for one seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const writes = ({ lines }: Child) => lines.filter((line) => /^(postgres|dynamo|sqlite) /.test(line));

test(`After each of ${ROUNDS} kills at random moments under writes, the next start needs no hand and every acknowledged write is there (seed ${SEED})`, async () => {
  using folder = temporaryFolder();
  const random = randomNumbers(SEED);
  const path = join(folder.path, 'data');
  const acknowledgedFile = join(folder.path, 'acknowledged');
  const acknowledged: string[] = [];
  const startWriter = (round: string): Child => {
    writeFileSync(acknowledgedFile, acknowledged.join('\n'));
    return startChild('writer', path, round, acknowledgedFile);
  };

  for (let round = 1; round <= ROUNDS; round++) {
    await using writer = startWriter(String(round));
    // Every fourth is killed while it is still starting: making the cluster, or adopting and recovering.
    const inStart = round % 4 === 1;
    if (!inStart) expect(await writer.line('missing ')).toBe('missing []');
    await delay(random() * (inStart ? 1000 : 150));
    writer.kill('SIGKILL');
    await writer.ended;
    // Every fifth time the server dies with its user, as when the machine runs out of memory.
    const server = runningServer(join(path, 'postgres'));
    if (round % 5 === 0 && server !== undefined) process.kill(server, 'SIGKILL');
    acknowledged.push(...writes(writer));
  }

  await using last = startWriter('last');
  expect(await last.line('missing ')).toBe('missing []');
  for (const store of ['postgres', 'dynamo', 'sqlite']) await last.line(`${store} `);
  last.say('stop');
  expect(await last.ended).toBe(0);
  expect(last.lines.at(-1)).toBe('stopped');
  expect(runningServer(join(path, 'postgres'))).toBeUndefined();
  expect(
    ['postgres', 'dynamo', 'sqlite'].filter((store) => !acknowledged.some((line) => line.startsWith(store))),
  ).toEqual([]);
}, 300_000);
