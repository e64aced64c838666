import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const script = 'console.log(JSON.stringify((await import(process.argv[1])).readConfig()))';

/**
 * Has a process's own `config.ts` read an environment, in a process that has no other.
 * @returns every variable that it knows and that is set, or has a standard
 * @throws with what it refuses
 */
export async function configOf(
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const file = `${root}${name === 'gateway' ? 'gateway' : `subgraphs/${name}`}/src/config.ts`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', script, file],
    { cwd: root, env: environment },
  );
  return JSON.parse(stdout) as Record<string, unknown>;
}
