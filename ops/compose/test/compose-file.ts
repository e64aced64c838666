import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What the tests look at in a service; lists that it does not have are empty. */
export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly networks: readonly string[];
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly depends_on: Readonly<Record<string, { readonly condition: string }>>;
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly deploy?: { readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string } } };
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: unknown;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const root = new URL('../../../', import.meta.url);

/** A file of the project, by its path from the root. */
export function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

const written = parse(read('docker-compose.yml'), { merge: true }) as ComposeFile;
const empty = { environment: {}, ports: [], volumes: [], depends_on: {}, cap_drop: [], security_opt: [] };

export const compose: ComposeFile = {
  ...written,
  services: Object.fromEntries(Object.entries(written.services).map(([name, each]) => [name, { ...empty, ...each }])),
};
/** What `development.yml` adds. */
export const development = parse(read('ops/compose/development.yml')) as Omit<ComposeFile, 'volumes'>;

/** What is added where Debezium reads the outbox of orders. */
export const capture = parse(read('ops/debezium/compose.yml')) as Omit<ComposeFile, 'networks'>;

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
  const lines = Array.from(read(path).matchAll(/^([A-Z0-9_]+)=(.*)$/gm), ([, name = '', value = '']) => [name, value]);
  return Object.fromEntries(lines) as Record<string, string>;
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
