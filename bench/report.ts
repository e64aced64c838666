import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { median, type Bench, type BenchResult, type Measure, type Table } from './bench.ts';
import type { Machine } from './machine.ts';

/** A bench with what it gave, and how busy the machine was when it began. */
export interface Finished {
  readonly bench: Pick<Bench, 'name' | 'method'>;
  readonly load: number;
  readonly result: BenchResult;
}

/** A run as Markdown: the machine, then a table. */
export function textOf(machine: Machine, finished: readonly Finished[]): string {
  const rows = finished.flatMap(({ bench, load, result }) =>
    'skipped' in result
      ? [[bench.name, 'skipped', '', '', '', '', load.toFixed(2)]]
      : result.measures.map((measure) => [bench.name, ...cellsOf(measure), load.toFixed(2)]),
  );
  return `# Measured on ${machine.date.slice(0, 10)}

${machineText(machine)}

${table({ head: ['bench', 'measure', 'median', 'lowest to highest', 'runs', 'limit', 'load before'], rows })}
${finished.map(({ result }) => ('details' in result ? `\n${table(result.details)}\n` : '')).join('')}
Load: processes that wanted a core over the minute before the bench began. On ${machine.cores} cores, more than ${machine.cores} means that it waited for others.

${finished.map(({ bench, result }) => `- **${bench.name}**: ${bench.method}${'skipped' in result ? ` Skipped: ${result.skipped}` : ''}`).join('\n')}
`;
}

export function machineText(machine: Machine): string {
  const { cpu, cores, memory, system, node, date, commit } = machine;
  return `${cpu}, ${cores} cores, ${memory} GiB; ${system}; Node ${node}; ${date}; commit ${commit}.`;
}

/** Writes a run as JSON and as Markdown. @returns the path of both, without their ending */
export async function writeReport(
  folder: string,
  { machine, finished, set }: { machine: Machine; finished: readonly Finished[]; set: string },
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${machine.date.slice(0, 10)}-${set}`);
  const json = JSON.stringify({ machine, benches: finished });
  writeFileSync(`${path}.json`, await format(json, { parser: 'json', printWidth: 120 }));
  writeFileSync(`${path}.md`, await format(textOf(machine, finished), { parser: 'markdown', printWidth: 120 }));
  return path;
}

function cellsOf({ name, unit, runs, limit }: Measure): string[] {
  const middle = median(runs);
  const span = runs.length === 1 ? '' : `${shown(Math.min(...runs))} to ${shown(Math.max(...runs))}`;
  const held = limit === undefined ? '' : `under ${limit}: ${middle < limit ? 'held' : 'NOT held'}`;
  return [name, `${shown(middle)} ${unit === 'ratio' ? '' : unit}`.trim(), span, String(runs.length), held];
}

/** Three figures: no bench is more exact than that. */
export function shown(value: number): string {
  return new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 }).format(value);
}

function table({ head, rows }: Table): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
