import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeadLetter, DeadLetters, LetterId } from '../dead-letters.ts';

/** Dead letters as files, one each, that outlive the process whose they are and can be read beside it. */
export interface FileDeadLetters extends DeadLetters {
  /** Asks whoever runs the shop to deliver these again. @returns how many of them are there */
  requestReplay(letters: readonly LetterId[]): Promise<number>;
  /** Those whose replay was asked for. */
  requested(): Promise<DeadLetter[]>;
}
const dead = '.json';
const requested = '.replay.json';

/** @param options.folder made when the first letter comes */
export function createFileDeadLetters({ folder }: { folder: string }): FileDeadLetters {
  const nameOf = ({ group, eventId }: Omit<LetterId, 'at'>): string =>
    createHash('sha256')
      .update(JSON.stringify([group, eventId]))
      .digest('hex')
      .slice(0, 32);
  const names = async (): Promise<string[]> =>
    (await readdir(folder).catch(nothingWhereNoFolder)).filter((name) => name.endsWith(dead));
  const read = async (name: string): Promise<DeadLetter[]> => {
    // Another process may have taken it away meanwhile.
    const text = await readFile(join(folder, name), 'utf8').catch(nothingWhereNoFile);
    return text === null ? [] : [parseLetter(text)];
  };
  const letters = async (wanted: (name: string) => boolean): Promise<DeadLetter[]> => {
    const found = (await Promise.all((await names()).filter(wanted).map(read))).flat();
    return found.sort((a, b) => a.at.getTime() - b.at.getTime());
  };
  return {
    async add(letter) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, nameOf({ group: letter.group, eventId: letter.event.id }));
      // Whole or not at all; and what has failed again is no longer asked for.
      await writeFile(`${path}.new`, JSON.stringify(letter), { mode: 0o600 });
      await rename(`${path}.new`, `${path}${dead}`);
      await rm(`${path}${requested}`, { force: true });
    },
    list: async ({ limit }) => (await letters(() => true)).slice(0, limit),
    count: async () => (await names()).length,
    async remove(gone) {
      for (const id of gone) {
        for (const end of [dead, requested]) {
          const [letter] = await read(`${nameOf(id)}${end}`);
          if (letter?.at.getTime() !== id.at.getTime()) continue;
          await rm(join(folder, `${nameOf(id)}${end}`), { force: true });
        }
      }
    },
    async requestReplay(wanted) {
      let count = 0;
      for (const id of wanted) {
        const path = join(folder, nameOf(id));
        count += await rename(`${path}${dead}`, `${path}${requested}`).then(
          () => 1,
          () => 0,
        );
      }
      return count;
    },
    requested: () => letters((name) => name.endsWith(requested)),
  };
}

function parseLetter(text: string): DeadLetter {
  const letter = JSON.parse(text) as Omit<DeadLetter, 'at'> & { at: string };
  return { ...letter, at: new Date(letter.at) };
}

function nothingWhereNoFolder(error: unknown): string[] {
  return orThrow(error, []);
}
function nothingWhereNoFile(error: unknown): null {
  return orThrow(error, null);
}
function orThrow<Nothing>(error: unknown, nothing: Nothing): Nothing {
  if (Error.isError(error) && 'code' in error && error.code === 'ENOENT') return nothing;
  throw error;
}
