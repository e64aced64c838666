import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inheritedEnvironment } from '../config.ts';
import { StoresError, StoresErrorCode } from '../errors.ts';
import { findProgram } from '../programs.ts';

const run = promisify(execFile);

/** A daemon that is well answers at once; one that hangs is as good as none. */
const PROBE_DEADLINE_MS = 3000;
/** How much of what a failed command said is worth showing. */
const LAST_LINES = 12;
const OUTPUT_LIMIT_BYTES = 16_000_000;

/** Docker's command line, with a daemon behind it. */
export interface Docker {
  /**
   * Runs a command to its end.
   * @param environment is added to this process's own; where secrets go, since arguments are for everybody to read
   * @returns what it printed
   * @throws StoresError `dockerFailed` with the end of what it said
   */
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<string>;
}

/** Docker where its daemon answers and it has Compose; otherwise null. */
export async function findDocker(): Promise<Docker | null> {
  const program = findProgram('docker');
  if (program === null) return null;
  const answers = async (...args: string[]): Promise<boolean> => {
    try {
      const { stdout } = await run(program, args, { timeout: PROBE_DEADLINE_MS, killSignal: 'SIGKILL' });
      return stdout.trim() !== '';
    } catch {
      return false;
    }
  };
  const probes = [answers('version', '--format', '{{.Server.Version}}'), answers('compose', 'version', '--short')];
  if ((await Promise.all(probes)).includes(false)) return null;
  return { run: (args, environment) => runDocker(program, args, environment) };
}

async function runDocker(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  try {
    const env = { ...inheritedEnvironment(), ...environment };
    const { stdout } = await run(program, args, { env, maxBuffer: OUTPUT_LIMIT_BYTES });
    return stdout;
  } catch (cause) {
    const { code, stderr } = cause as { code?: number | string; stderr?: string };
    const said = stderr?.trim() ? stderr : String(cause);
    throw new StoresError(
      StoresErrorCode.dockerFailed,
      `"docker ${args.join(' ')}" was required to end with 0 and ended with ${code ?? 'a signal'}. It said at last:\n` +
        said.trim().split('\n').slice(-LAST_LINES).join('\n'),
      { cause },
    );
  }
}
