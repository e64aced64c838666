import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { engines } from '../engines/all.ts';
import { StoresError, StoresErrorCode } from '../errors.ts';
import { underLock } from '../lock.ts';
import type { StoreName } from '../names.ts';
import type { SetFolder } from '../set-folder.ts';
import { hindranceOf, type Need } from './need.ts';

/**
 * Installs what the stores lack, one thing after the other; sets that share the folder of tools take turns.
 * @throws StoresError `installFailed`, or `notInstalled` with the command to type when it may not be installed from here
 */
export async function installNeeds(
  set: SetFolder,
  { names, say }: { names: readonly StoreName[]; say: (line: string) => void },
): Promise<void> {
  const hindrance = hindranceOf(process.platform);
  if (hindrance !== null) throw new StoresError(StoresErrorCode.notInstalled, hindrance);
  await installUnmet(
    set,
    names.flatMap((name) => engines[name].needs(set)),
    say,
  );
}

/** Installs what the stores can do without, and says what it could not. Never throws. */
export async function installExtras(
  set: SetFolder,
  { names, say }: { names: readonly StoreName[]; say: (line: string) => void },
): Promise<void> {
  for (const name of names) {
    try {
      await installUnmet(set, engines[name].extras?.(set) ?? [], say);
    } catch (error) {
      say(`${name} does without what could not be installed: ${Error.isError(error) ? error.message : String(error)}`);
    }
  }
}

async function installUnmet(set: SetFolder, needs: readonly Need[], say: (line: string) => void): Promise<void> {
  if (needs.every((need) => need.isMet())) return;
  mkdirSync(set.tools, { recursive: true });
  await underLock(join(set.tools, 'install.lock'), async () => {
    // Asked again: what another process, or another store's turn, has installed is there.
    for (const need of needs) if (!need.isMet()) await need.install(say);
  });
}
