import { readdirSync, readFileSync } from 'node:fs';
import { operationsFolder, readIfThere } from '../compose/files.ts';
import type { SavedOperation } from './page-data.ts';

/**
 * The saved operations in the order of their numbers. A file opens with its header, in comments: the title, one line or
 * more that describe it, and `Section: <name>, <number>`.
 *
 * @throws when a file has no such header.
 */
export function loadOperations(folder: URL = operationsFolder): SavedOperation[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => readOperation(folder, file.slice(0, -'.graphql'.length)))
    .toSorted((a, b) => a.number - b.number)
    .map(({ operation }) => operation);
}

function readOperation(folder: URL, name: string): { number: number; operation: SavedOperation } {
  const text = readFileSync(new URL(`${name}.graphql`, folder), 'utf8');
  const header = /^(?:#.*\n)+/.exec(text)?.[0] ?? '';
  const lines = header.split('\n').map((line) => line.replace(/^# ?/, '').trim());
  const [title = '', ...rest] = lines.filter((line) => line !== '');
  const [, section, number] = /^Section: (.+), (\d+)$/.exec(rest.at(-1) ?? '') ?? [];
  if (section === undefined || number === undefined || rest.length < 2) {
    throw new Error(
      `${name}.graphql must open with comments: a title, a description, and "Section: <name>, <number>"; got ${JSON.stringify(header)}.`,
    );
  }
  return {
    number: Number(number),
    operation: {
      name,
      title,
      description: rest.slice(0, -1).join(' '),
      section,
      query: text.slice(header.length),
      variables: (readIfThere(new URL(`${name}.variables.json`, folder)) ?? '').trim(),
    },
  };
}
