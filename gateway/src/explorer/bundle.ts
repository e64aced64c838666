import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExplorer, type EntryFiles } from './build.ts';
import { fingerprint } from './sources.ts';

/** The explorer's files, ready to be served. */
export interface ExplorerBundle extends EntryFiles {
  /** The folder that holds them, with `.br` and `.gz` beside each. */
  readonly folder: string;
}

const defaultCacheDir = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url));

/**
 * The explorer's bundle out of the cache, made there first when it is not. It appears under its name whole or not at all, so
 * processes that make it at the same moment, or die while they do, do no harm.
 */
export async function ensureExplorerBundle(options: { cacheDir?: string } = {}): Promise<ExplorerBundle> {
  const { cacheDir = defaultCacheDir } = options;
  const folder = join(cacheDir, `mosaico-explorer-${fingerprint()}`);
  const made = await readBundle(folder);
  if (made) return made;

  const draft = `${folder}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await mkdir(draft, { recursive: true });
  try {
    const files = await buildExplorer(draft);
    await writeFile(join(draft, manifestFile), JSON.stringify(files));
    await rename(draft, folder).catch((error: unknown) => {
      if (!isTaken(error)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  const bundle = await readBundle(folder);
  if (bundle) return bundle;
  throw new Error(`The explorer must be in ${folder} once it is bundled; found no ${manifestFile} there.`);
}

const manifestFile = 'manifest.json';

async function readBundle(folder: string): Promise<ExplorerBundle | null> {
  try {
    return { folder, ...(JSON.parse(await readFile(join(folder, manifestFile), 'utf8')) as EntryFiles) };
  } catch (error) {
    if (Error.isError(error) && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Another process has put its own there first. */
function isTaken(error: unknown): boolean {
  return Error.isError(error) && 'code' in error && ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(String(error.code));
}
