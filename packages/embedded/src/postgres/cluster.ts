import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedErrorCode, EmbeddedStoreError, hasCode } from '../errors.ts';
import type { ServerAccount } from './account.ts';
import type { PostgresBinaries } from './binaries.ts';
import { type PostgresHome, passwordOf, syncFolder } from './home.ts';

const run = promisify(execFile);

/** The superuser; only this package connects as it. */
export const ADMIN_ROLE = 'postgres';

/** The major version of the binaries that package.json pins. */
const MAJOR_VERSION = '18';

/** Folders in which a cluster is being made; one that is found at a start is of an initdb that was killed. */
const UNFINISHED = 'initdb-';

export interface ClusterOptions {
  home: PostgresHome;
  binaries: PostgresBinaries;
  account: ServerAccount;
  secret: string;
  /** False for a server whose data need not outlive the machine. */
  sync: boolean;
}

/**
 * Makes the cluster when there is none. It is made beside its place and renamed when initdb has written and synced all
 * of it, so a cluster that is in its place is whole, whenever the process or the machine died.
 *
 * @returns whether the cluster is new
 * @throws EmbeddedStoreError `clusterUnusable` for a cluster of another major version
 */
export async function ensureCluster(options: ClusterOptions): Promise<boolean> {
  const { home, account } = options;
  const version = clusterVersion(home.cluster);
  if (version === MAJOR_VERSION) {
    await reclaim(home.cluster, account);
    return false;
  }
  if (version !== undefined) {
    throw new EmbeddedStoreError(
      EmbeddedErrorCode.clusterUnusable,
      `${home.cluster} was made by PostgreSQL ${version}; this is PostgreSQL ${MAJOR_VERSION}. ` +
        `Dump it with the old version and load it into a new folder, or move ${home.path} away to start afresh.`,
    );
  }
  removeUnfinished(home.path);
  await makeCluster(options);
  return true;
}

async function makeCluster({ home, binaries, account, secret, sync }: ClusterOptions): Promise<void> {
  const workshop = join(home.path, `${UNFINISHED}${randomUUID()}`);
  mkdirSync(workshop, { mode: 0o700 });
  const fresh = join(workshop, 'cluster');
  const passwordFile = join(workshop, 'password');
  writeFileSync(passwordFile, passwordOf(ADMIN_ROLE, secret), { mode: 0o600 });
  if (account.owner) {
    chownSync(passwordFile, account.owner.uid, account.owner.gid);
    chownSync(workshop, account.owner.uid, account.owner.gid);
  }
  const { file, args, options } = account.command(binaries.initdb, initdbArguments(fresh, passwordFile, sync));
  try {
    await run(file, args, { ...options, cwd: home.path, windowsHide: true });
  } catch (cause) {
    const said = Error.isError(cause) && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new EmbeddedStoreError(EmbeddedErrorCode.serverFailed, `initdb could not make ${fresh}: ${said}`, { cause });
  }
  renameSync(fresh, home.cluster);
  syncFolder(home.path);
  rmSync(workshop, { recursive: true, force: true });
}

function removeUnfinished(home: string): void {
  for (const name of readdirSync(home).filter((entry) => entry.startsWith(UNFINISHED))) {
    try {
      rmSync(join(home, name), { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // An orphaned initdb is still writing there; the next new cluster's maker tries again.
    }
  }
}

/** Byte order for text, so that keys sort as they do in the other stores; Unicode rules for upper and lower case. */
function initdbArguments(cluster: string, passwordFile: string, sync: boolean): string[] {
  return [
    `--pgdata=${cluster}`,
    `--username=${ADMIN_ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    // Synced, and in one call where the system has it: 0.1 s buys a cluster that a power cut cannot leave half written.
    ...(!sync ? ['--no-sync'] : process.platform === 'linux' ? ['--sync-method=syncfs'] : []),
  ];
}

/** PostgreSQL opens only what is its account's own, and closed to others; a copied folder may be neither. */
async function reclaim(cluster: string, { owner }: ServerAccount): Promise<void> {
  chmodSync(cluster, 0o700);
  if (!owner || statSync(cluster).uid === owner.uid) return;
  // A folder's own turn comes after its contents, so this is complete or is done again.
  await run('chown', ['-R', `${owner.uid}:${owner.gid}`, cluster]);
}

function clusterVersion(cluster: string): string | undefined {
  try {
    return readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
