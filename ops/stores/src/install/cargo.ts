import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StoresError, StoresErrorCode } from '../errors.ts';
import { findProgram } from '../programs.ts';
import type { Need } from './need.ts';
import { runInstaller } from './run.ts';

/** A program that cargo builds from source, into a folder of ours. Two minutes on two cores; a build that was cut off goes on. */
export function cargoProgram(options: {
  what: string;
  crate: string;
  version: string;
  features: readonly string[];
  program: string;
  folder: string;
}): Need {
  const { what, crate, version, features, program, folder } = options;
  const args = ['install', crate, '--version', `=${version}`, '--locked', '--no-default-features'];
  const target = join(folder, 'target');
  args.push('--features', features.join(','), '--root', folder, '--target-dir', target);
  const command = `cargo ${args.join(' ')}`;
  return {
    what,
    remedy: `type: ${command}`,
    isMet: () => existsSync(join(folder, 'bin', program)),
    async install(say) {
      const cargo = findProgram('cargo');
      if (!cargo) {
        throw new StoresError(
          StoresErrorCode.notInstalled,
          `${what} is built by Rust's cargo, which is not on PATH. Install Rust, then type: ${command}`,
        );
      }
      say(`building ${what} by cargo, which takes two minutes`);
      mkdirSync(folder, { recursive: true });
      await runInstaller(cargo, args);
      // A quarter of a gigabyte that only an unfinished build has a use for.
      rmSync(target, { recursive: true, force: true });
    },
  };
}
