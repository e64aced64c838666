import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from './config.ts';

/** Where Debian puts servers, beside what PATH names. */
const serverFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The absolute path of an installed program; null when there is none. */
export function findProgram(name: string, folders: readonly string[] = []): string | null {
  const path = readConfig()
    .PATH.split(':')
    .filter((folder) => folder.startsWith('/'));
  for (const folder of [...folders, ...path, ...serverFolders]) {
    const program = join(folder, name);
    try {
      accessSync(program, constants.X_OK);
      return program;
    } catch {
      // Not here.
    }
  }
  return null;
}

/** The subfolders' paths; none when the folder is absent. */
export function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
