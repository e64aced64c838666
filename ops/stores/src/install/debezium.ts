import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SetFolder } from '../set-folder.ts';
import { findJava, javaTools, mavenJars } from './java.ts';
import type { Need } from './need.ts';

/** Follows the version in `ops/debezium/pom.xml`. */
const VERSION = '3.2.0.Final';
const sources = fileURLToPath(new URL('../../../debezium/', import.meta.url));

/** What reads the outbox of orders from the binary log of MySQL: see ops/debezium. */
export interface DebeziumTool {
  /** The program `java`. */
  readonly java: string;
  /** Its arguments, before the files of properties. */
  readonly arguments: readonly string[];
}

/** Null while it is not installed, which `npm run stores -- up mysql` does where it can. */
export function findDebezium(set: SetFolder): DebeziumTool | null {
  const folder = toolFolder(set);
  const java = findJava('java');
  if (java === null || !existsSync(folder)) return null;
  const classPath = [`${folder}/classes`, folder, `${folder}/lib/*`].join(':');
  return { java, arguments: ['-Xmx256m', '-XX:+UseSerialGC', '-cp', classPath, 'Main', `${folder}/outbox.properties`] };
}

export function debeziumNeeds(set: SetFolder): Need[] {
  return [javaTools(), mavenJars({ what: 'Debezium', name: 'mysql', sources, folder: toolFolder(set) })];
}

/** Another one for each state of what it is built from. */
function toolFolder(set: SetFolder): string {
  const hash = createHash('sha256');
  const built = readdirSync(sources).filter((file) => /\.(java|properties|xml)$/.test(file));
  for (const file of built.sort()) hash.update(file).update(readFileSync(join(sources, file)));
  return join(set.tools, `debezium-${VERSION}-${hash.digest('hex').slice(0, 8)}`);
}
