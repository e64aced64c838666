import { execFile } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { type ServerCommand, withCapability } from '@mosaico/embedded/with-capability';
import { StoresError, StoresErrorCode } from './errors.ts';

const run = promisify(execFile);

/** As whom a server runs. */
export interface Account {
  /** Makes a file or folder the account's own. */
  own(path: string): void;
  /** How to start a program as that account. */
  command(file: string, args: readonly string[]): ServerCommand;
}

const ourselves: Account = { own: () => undefined, command: (file, args) => ({ file, args: [...args], options: {} }) };

/**
 * The account of a server that will not, or should not, run as root: this process's own user where that is not root, else the
 * system user that its Debian package made. Where that user cannot enter the folder (a project under /root), it gets the one
 * capability that lets it pass.
 *
 * @param systemUser null for a server that may run as root
 */
export async function chooseAccount(systemUser: string | null, home: string): Promise<Account> {
  if (systemUser === null || process.getuid?.() !== 0) return ourselves;
  const owner = await findUser(systemUser);
  const own = (path: string): void => {
    const { uid, gid } = statSync(path);
    if (uid !== owner.uid || gid !== owner.gid) chownSync(path, owner.uid, owner.gid);
  };
  const plain: Account = { own, command: (file, args) => ({ file, args: [...args], options: owner }) };
  own(home);
  if (await canEnter(plain, home)) return plain;
  const capable: Account = { own, command: (file, args) => withCapability(owner, file, [...args]) };
  if (await canEnter(capable, home)) return capable;
  throw new StoresError(
    StoresErrorCode.folderUnusable,
    `The user ${systemUser} can enter ${home} neither by itself nor with CAP_DAC_OVERRIDE. Set STORES_DIR to a folder that it ` +
      'may enter, or run this command as an ordinary user.',
  );
}

async function canEnter(account: Account, home: string): Promise<boolean> {
  const { file, args, options } = account.command('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', home]);
  try {
    await run(file, args, { ...options, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

async function findUser(name: string): Promise<{ uid: number; gid: number }> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, name])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch (cause) {
    throw new StoresError(
      StoresErrorCode.folderUnusable,
      `There is no user ${name}, as whom this server runs when it is started by root: its Debian package makes it. Create it ` +
        `by "useradd --system ${name}", or run this command as an ordinary user.`,
      { cause },
    );
  }
}
