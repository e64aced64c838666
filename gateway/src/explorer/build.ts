import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { sourceFolder } from './sources.ts';

/** The names of the files a page begins with; each carries a hash of what is in it. */
export interface EntryFiles {
  readonly script: string;
  readonly style: string;
  readonly workers: { readonly graphql: string; readonly json: string; readonly editor: string };
}

/** Bundles the explorer and its workers into the folder, each file also compressed beside itself as `.br` and `.gz`. */
export async function buildExplorer(folder: string): Promise<EntryFiles> {
  const { metafile } = await build({
    entryPoints: {
      explorer: join(sourceFolder, 'main.tsx'),
      'worker-graphql': 'monaco-graphql/esm/graphql.worker.js',
      'worker-json': 'monaco-editor/esm/vs/language/json/json.worker.js',
      'worker-editor': 'monaco-editor/esm/vs/editor/editor.worker.js',
    },
    absWorkingDir: sourceFolder,
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.ttf': 'file' },
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    metafile: true,
    plugins: [trim],
    // One of Monaco's modules is larger than esbuild thinks wise.
    logLevel: 'error',
  });
  await removeStrayStyles(folder);
  await compressAll(folder);
  const entry = (pattern: RegExp): string => {
    const found = Object.keys(metafile.outputs).map((path) => path.slice(path.lastIndexOf('/') + 1));
    const name = found.find((file) => pattern.test(file));
    if (name === undefined)
      throw new Error(`The bundle must have a file like ${String(pattern)}; got ${found.join(', ')}.`);
    return name;
  };
  return {
    script: entry(/^explorer-\w+\.js$/),
    style: entry(/^explorer-\w+\.css$/),
    workers: {
      graphql: entry(/^worker-graphql-\w+\.js$/),
      json: entry(/^worker-json-\w+\.js$/),
      editor: entry(/^worker-editor-\w+\.js$/),
    },
  };
}

/**
 * Takes less of the large libraries: Monaco without most of its contributions, and Prettier's half megabyte for JavaScript
 * replaced by a formatter of JSON, which is all it would format here.
 */
const trim: Plugin = {
  name: 'trim',
  setup(build) {
    build.onResolve({ filter: /\/edcore\.main\.js$/ }, () => ({ path: join(sourceFolder, 'monaco.ts') }));
    build.onResolve({ filter: /^prettier\/(plugins\/estree|parser-babel)$/ }, () => ({
      path: join(sourceFolder, 'prettier-json.ts'),
    }));
    build.onResolve({ filter: /^prettier\/parser-graphql$/ }, ({ importer, resolveDir, kind }) =>
      build.resolve('prettier/plugins/graphql', { importer, resolveDir, kind }),
    );
  },
};

/** The page's style sheet has all styles; those of parts that load later are repeated in files that nothing asks for. */
async function removeStrayStyles(folder: string): Promise<void> {
  for (const file of await readdir(folder)) {
    if (/^chunk-\w+\.css$/.test(file)) await rm(join(folder, file));
  }
}

async function compressAll(folder: string): Promise<void> {
  // One after the other, so that a server that has just started keeps a processor for its first answers.
  for (const file of await readdir(folder)) {
    const path = join(folder, file);
    const content = await readFile(path);
    const brotli = {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    };
    await writeFile(`${path}.br`, await promisify(brotliCompress)(content, brotli));
    await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
  }
}
