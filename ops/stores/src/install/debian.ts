import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { StoresError, StoresErrorCode } from '../errors.ts';
import { findProgram } from '../programs.ts';
import type { Need } from './need.ts';
import { runInstaller } from './run.ts';

const policy = '/usr/sbin/policy-rc.d';

/**
 * Packages of Debian's.
 * @param services what the packages would run by themselves; ours are started here, on ports of their own
 */
export function debianPackages(options: {
  what: string;
  packages: readonly string[];
  services: readonly string[];
  isMet: () => boolean;
}): Need {
  const { what, packages, services, isMet } = options;
  const args = ['install', '--yes', '--no-install-recommends', ...packages];
  const isRoot = process.getuid?.() === 0;
  const command = `${isRoot ? '' : 'sudo '}apt-get ${args.join(' ')}`;
  const hasApt = findProgram('apt-get') !== null;
  const remedy = hasApt
    ? `type: ${command}`
    : `there is no apt-get here, so install what your system calls ${packages.join(', ')}`;
  return {
    what,
    remedy,
    isMet,
    async install(say) {
      if (!isRoot || !hasApt) {
        throw new StoresError(StoresErrorCode.notInstalled, `${what} is not installed; ${remedy}`);
      }
      say(`installing ${packages.join(', ')} by apt-get`);
      const environment = { DEBIAN_FRONTEND: 'noninteractive' };
      await runInstaller('apt-get', ['update', '--quiet'], { environment });
      await withoutServices(services, () => runInstaller('apt-get', args, { environment }));
    },
  };
}

/** Debian starts what it installs, now and at each start of the machine; a shop's set needs none of that. */
async function withoutServices(services: readonly string[], install: () => Promise<void>): Promise<void> {
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await install();
  } finally {
    if (isOurs) rmSync(policy, { force: true });
  }
  // Without systemd (a container) nothing starts by itself.
  if (services.length === 0 || !existsSync('/run/systemd/system')) return;
  await runInstaller('systemctl', ['disable', '--now', ...services]);
}
