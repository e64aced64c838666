import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '@mosaico/service';
import { z } from 'zod';
import { portsPerSet } from './ports.ts';

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const portRule = `must be a port number from 1024 to ${65_535 - portsPerSet}`;

const schema = z.object({
  /** The folder of the set: its data, its logs, its password. */
  STORES_DIR: z
    .string()
    .min(1)
    .default(join(root, '.data', 'stores')),
  /** What was downloaded or built for the servers; several sets may share it. */
  STORES_TOOLS_DIR: z
    .string()
    .min(1)
    .default(join(root, '.data', 'stores', 'tools')),
  /** The ports of a set lie in the hundred from here on. */
  STORES_PORT_BASE: z.coerce
    .number({ error: portRule })
    .int(portRule)
    .min(1024, portRule)
    .max(65_535 - portsPerSet, portRule)
    .default(23_000),
  /** Where programs are looked for. */
  PATH: z.string().default(''),
});

/** What a program that is started for the person who typed the command may know: all that this process was given. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}

/** @throws ConfigError that names every faulty variable. */
export function readConfig(): z.output<typeof schema> {
  return parseConfig(schema);
}
