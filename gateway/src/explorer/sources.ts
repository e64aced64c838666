import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Where the explorer's own sources are. */
export const sourceFolder = fileURLToPath(new URL('../../explorer/', import.meta.url));

/** Everything that decides what the bundle holds: a change of any of them is another bundle. */
const packages = [
  'esbuild',
  'graphiql',
  '@graphiql/react',
  '@graphiql/plugin-doc-explorer',
  '@graphiql/plugin-history',
  'graphql',
  'monaco-editor',
  'monaco-graphql',
  'react',
  'react-dom',
];

/** A short hash of the sources, of how they are bundled, and of the versions of what they import. */
export function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of ['build.ts', 'page-data.ts']) hash.update(readFileSync(new URL(file, import.meta.url)));
  for (const file of readdirSync(sourceFolder).toSorted()) {
    if (/\.(tsx?|css)$/.test(file)) hash.update(`\0${file}\0`).update(readFileSync(`${sourceFolder}${file}`));
  }
  for (const name of packages) hash.update(`\0${name}@${installedVersion(name)}`);
  return hash.digest('hex').slice(0, 16);
}

function installedVersion(name: string): string {
  const file = findPackageJSON(name, import.meta.url);
  if (file === undefined)
    throw new Error(`The explorer needs the package ${name}, which is not installed: run npm install.`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
