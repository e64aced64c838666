import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const reportSchema = z.object({
  /** What the process would work with: every variable that it knows and that is set, or has a standard. */
  config: z.record(z.string(), z.unknown()),
  /** The variables of the shapes that its `config.ts` exports, set or not. */
  shapes: z.array(z.string()),
});

const script = `
const module = await import(process.argv[1]);
const shapes = Object.entries(module).filter(([name]) => name.endsWith('ConfigShape'));
console.log(JSON.stringify({ config: module.readConfig(), shapes: shapes.flatMap(([, shape]) => Object.keys(shape)) }));
`;

/** Has a process's own `config.ts` read an environment, in a process that has no other. @throws with what it refuses */
export async function configOf(
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<z.output<typeof reportSchema>> {
  const file = `${root}${name === 'gateway' ? 'gateway' : `subgraphs/${name}`}/src/config.ts`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', script, file],
    { cwd: root, env: environment },
  );
  return reportSchema.parse(JSON.parse(stdout));
}
