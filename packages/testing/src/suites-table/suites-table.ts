import { z } from 'zod';

/** What is read of the file that `jest --json --outputFile=FILE` writes. */
export const jestResultsSchema = z.object({
  testResults: z.array(
    z.object({
      /** The test file's path. */
      name: z.string(),
      assertionResults: z.array(z.object({ ancestorTitles: z.array(z.string()), status: z.string() })),
    }),
  ),
});
export type JestResults = z.output<typeof jestResultsSchema>;

/** What became of the tests of one suite on one engine. */
interface Counts {
  passed: number;
  skipped: number;
  failed: number;
}

/** Suites by name, each with its counts by engine. */
type Suites = Map<string, Map<string, Counts>>;

/**
 * Which contract suites ran on which engines, and what became of them, as Markdown: a table for each folder that has such
 * suites, with a column for each of its engines. A contract suite is what `describeOnEngines` made: a describe block called
 * `<suite>, on <engine>`; blocks right inside it are rows of their own.
 *
 * @param root the project's folder, which the paths of test files begin with
 */
export function suitesTable(results: JestResults, root: string): string {
  const folders = new Map<string, Suites>();
  for (const { name, assertionResults } of results.testResults) {
    const folder = /^(?:packages|subgraphs)\/[^/]+/.exec(name.slice(root.length).replace(/^\//, ''))?.[0];
    if (folder === undefined) continue;
    for (const { ancestorTitles, status } of assertionResults) {
      const [title = '', inner] = ancestorTitles;
      const [, suite, engine] = /^(.+), on (.+)$/.exec(title) ?? [];
      if (suite === undefined || engine === undefined) continue;
      const suites = entry(folders, folder, (): Suites => new Map());
      const engines = entry(
        suites,
        inner === undefined ? suite : `${suite}: ${inner}`,
        () => new Map<string, Counts>(),
      );
      count(
        entry(engines, engine, () => ({ passed: 0, skipped: 0, failed: 0 })),
        status,
      );
    }
  }
  return Array.from(folders)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, suites]) => folderTable(folder, suites))
    .join('\n');
}

function folderTable(folder: string, suites: Suites): string {
  const engines = [...new Set(Array.from(suites.values(), (counts) => [...counts.keys()]).flat())];
  const rows = Array.from(suites, ([suite, counts]) => [suite, ...engines.map((engine) => cell(counts.get(engine)))]);
  return [[`\`${folder}\``, ...engines], ['---', ...engines.map(() => '---')], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .concat('')
    .join('\n');
}

function cell(counts: Counts | undefined): string {
  if (counts === undefined) return '';
  const parts = [
    `${counts.passed} passed`,
    ...(counts.skipped > 0 ? [`${counts.skipped} skipped`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
  ];
  return parts.join(', ');
}

function count(counts: Counts, status: string): void {
  if (status === 'passed') counts.passed += 1;
  else if (status === 'failed') counts.failed += 1;
  else counts.skipped += 1;
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
