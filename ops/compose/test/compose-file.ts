import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const serviceSchema = z.object({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  user: z.string().optional(),
  restart: z.string(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()),
  healthcheck: z.union([z.object({ test: z.array(z.string()).min(2) }), z.object({ disable: z.literal(true) })]),
  deploy: z.object({ resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }) }),
});
export type Service = z.output<typeof serviceSchema>;

const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.object({ internal: z.boolean() }).nullable()),
  volumes: z.record(z.string(), z.null()),
});

/** What only `development.yml` adds to a service. */
const overrideSchema = z.object({
  services: z.record(z.string(), z.strictObject({ networks: z.array(z.string()), ports: z.array(z.string()) })),
  networks: z.record(z.string(), z.object({ internal: z.boolean() }).nullable()),
});

const root = new URL('../../../', import.meta.url);

/** A file of the project, by its path from the root. */
export function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

export const compose = composeSchema.parse(parse(read('docker-compose.yml'), { merge: true }));
export const development = overrideSchema.parse(parse(read('ops/compose/development.yml')));

/** The six that run Mosaico's image; all others are stores. */
export const processNames = ['gateway', 'orders', 'catalog', 'cart', 'analytics', 'events'];
export const storeServices = Object.entries(compose.services).filter(([name]) => !processNames.includes(name));

export function serviceNamed(name: string): Service {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}.`);
  return service;
}

/** An environment file's variables, in the order of its lines. */
export function readEnvironment(path: string): Record<string, string> {
  const lines = read(path).split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => (/^([A-Z0-9_]+)=(.*)$/.exec(line)?.slice(1, 3) ? [pair(line)] : [])),
  );
}

function pair(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}

/** Every `${NAME…}` of a text, with its operator and what stands behind it. */
export function references(text: string): { name: string; operator: string; rest: string }[] {
  return Array.from(
    text.matchAll(/(?<!\$)\$\{([A-Z0-9_]+)(:\?|:-)?([^}]*)\}/g),
    ([, name = '', operator = '', rest = '']) => ({
      name,
      operator,
      rest,
    }),
  );
}

/** A value as Compose hands it to the container. @throws where a required variable is not given */
export function interpolate(text: string, environment: Readonly<Record<string, string>>): string {
  return text
    .replaceAll(/(?<!\$)\$\{([A-Z0-9_]+)(:\?|:-)?([^}]*)\}/g, (_, name: string, operator = '', rest = '') => {
      const value = environment[name] ?? '';
      if (value !== '') return value;
      if (operator === ':-') return String(rest);
      throw new Error(`${name} ${String(rest)}`);
    })
    .replaceAll('$$', '$');
}
