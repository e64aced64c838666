import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Packs the package for those who do not run TypeScript: Node refuses to strip types below `node_modules`. The sources become
 * JavaScript as Node itself would read them; nothing is bundled.
 *
 * @returns the path of the tarball, in the given folder
 */
export function packPlanExecutor(folder: string): string {
  const root = import.meta.dirname;
  const staging = join(folder, 'package');
  for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const target = join(staging, 'dist', `${file.slice(0, -3)}.js`);
    mkdirSync(dirname(target), { recursive: true });
    const code = stripTypeScriptTypes(readFileSync(join(root, 'src', file), 'utf8'));
    writeFileSync(target, code.replaceAll(/(from '\.{1,2}\/[^']+)\.ts';/g, "$1.js';"));
  }
  cpSync(join(root, 'README.md'), join(staging, 'README.md'));
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const { '@apollo/gateway': gateway, graphql, ...dependencies } = own['dependencies'] as Record<string, string>;
  const published = {
    ...Object.fromEntries(['name', 'version', 'description', 'license', 'type'].map((key) => [key, own[key]])),
    exports: { '.': './dist/index.js', './http-transport': './dist/sources/http-transport.js' },
    dependencies,
    // The user's own: a second copy of either would not know the first one's objects.
    peerDependencies: { '@apollo/gateway': gateway, graphql: `^${String(graphql)}` },
  };
  writeFileSync(join(staging, 'package.json'), JSON.stringify(published, null, 2));
  const name = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: staging,
    encoding: 'utf8',
  });
  return join(folder, name.trim());
}
