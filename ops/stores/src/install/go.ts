import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StoresError, StoresErrorCode } from '../errors.ts';
import { findProgram } from '../programs.ts';
import type { Need } from './need.ts';
import { runInstaller } from './run.ts';

/** Where Go's own archive puts it. */
const goFolders = ['/usr/local/go/bin', '/usr/lib/go/bin'];

/** A program that Go builds from source, into a folder of ours, in half a minute. */
export function goProgram(options: {
  what: string;
  module: string;
  version: string;
  program: string;
  folder: string;
}): Need & { canInstall(): boolean } {
  const { what, module, version, program, folder } = options;
  const target = `${module}@${version}`;
  const command = `GOBIN=${folder} go install ${target}`;
  const findGo = () => findProgram('go', goFolders);
  return {
    what,
    remedy: `type: ${command}`,
    isMet: () => existsSync(join(folder, program)),
    canInstall: () => findGo() !== null,
    async install(say) {
      const go = findGo();
      if (!go) {
        throw new StoresError(
          StoresErrorCode.notInstalled,
          `${what} is built by Go, which is not on PATH. Install Go, then type: ${command}`,
        );
      }
      say(`building ${what} by Go, which takes half a minute`);
      mkdirSync(folder, { recursive: true });
      await runInstaller(go, ['install', target], { environment: { GOBIN: folder } });
    },
  };
}
