import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedErrorCode, EmbeddedStoreError } from '../errors.ts';
import { type ServerCommand, withCapability } from '../with-capability.ts';
import { type PostgresBinaries, unsupportedPlatform } from './binaries.ts';

const run = promisify(execFile);

/** As whom PostgreSQL's programs run. */
export interface ServerAccount {
  /** Who must own the cluster; undefined when that is simply the user of this process. */
  owner: { uid: number; gid: number } | undefined;
  /** How to start a program as that account. */
  command(program: string, args: string[]): ServerCommand;
}

/** The system user under which PostgreSQL runs when this process is root, which PostgreSQL refuses. */
const SYSTEM_USER = 'postgres';

/**
 * Chooses the account for a cluster in `home`, and proves by running a program that it can reach both the binaries and
 * the folder.
 *
 * Root's server runs as the cluster's owner, or as the system user `postgres` (created when absent). Where that user
 * cannot enter the folder or read the binaries (a project under /root, a clone made under umask 077), it runs with the
 * one capability that lets it pass, CAP_DAC_OVERRIDE, and can gain no other. So the data stays in the data folder.
 *
 * @throws EmbeddedStoreError `platformUnsupported` when the binaries do not run here at all (musl), `noServerAccount`
 * when no account can reach them
 */
export async function chooseAccount(binaries: PostgresBinaries, home: string): Promise<ServerAccount> {
  await proveBinariesRun(binaries);
  if (process.getuid?.() !== 0) return { owner: undefined, command: (file, args) => ({ file, args, options: {} }) };
  const owner = clusterOwner(join(home, 'cluster')) ?? (await systemUser());
  const plain: ServerAccount = { owner, command: (file, args) => ({ file, args, options: owner }) };
  if ((await reachProblem(plain, binaries, home)) === undefined) return plain;
  const capable: ServerAccount = { owner, command: (file, args) => withCapability(owner, file, args) };
  const problem = await reachProblem(capable, binaries, home);
  if (problem === undefined) return capable;
  throw new EmbeddedStoreError(
    EmbeddedErrorCode.noServerAccount,
    `PostgreSQL refuses to run as root, and the user ${SYSTEM_USER} (uid ${owner.uid}) can reach neither by itself nor ` +
      `with CAP_DAC_OVERRIDE all of ${home} and ${dirname(binaries.postgres)}. Run this process as an ordinary user, set ` +
      `DATA_DIR and the project where that user may enter, or set the store's URL to a PostgreSQL server.`,
    { cause: problem },
  );
}

async function proveBinariesRun(binaries: PostgresBinaries): Promise<void> {
  try {
    await run(binaries.postgres, ['--version']);
  } catch (cause) {
    throw unsupportedPlatform(`${binaries.postgres} does not run on this system`, cause);
  }
}

async function reachProblem(account: ServerAccount, binaries: PostgresBinaries, home: string): Promise<unknown> {
  const share = join(dirname(binaries.postgres), '..', 'share', 'postgresql', 'postgres.bki');
  const script = 'cd "$1" && test -r "$2" && exec "$3" --version';
  const { file, args, options } = account.command('/bin/sh', ['-c', script, 'sh', home, share, binaries.postgres]);
  try {
    await run(file, args, { ...options, cwd: '/' });
    return undefined;
  } catch (error) {
    return error;
  }
}

function clusterOwner(cluster: string): { uid: number; gid: number } | undefined {
  const { uid, gid } = statSync(cluster, { throwIfNoEntry: false }) ?? { uid: 0, gid: 0 };
  return uid === 0 ? undefined : { uid, gid };
}

async function systemUser(): Promise<{ uid: number; gid: number }> {
  const known = await findUser();
  if (known) return known;
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', SYSTEM_USER]);
  } catch (cause) {
    // Another starter may have created it in this moment.
    const created = await findUser();
    if (created) return created;
    throw new EmbeddedStoreError(
      EmbeddedErrorCode.noServerAccount,
      `PostgreSQL refuses to run as root, and the system user ${SYSTEM_USER} could not be created with useradd. ` +
        `Run this process as an ordinary user, or create that user.`,
      { cause },
    );
  }
  const created = await findUser();
  if (created) return created;
  throw new EmbeddedStoreError(EmbeddedErrorCode.noServerAccount, `useradd did not create the user ${SYSTEM_USER}.`);
}

async function findUser(): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, SYSTEM_USER])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
}
