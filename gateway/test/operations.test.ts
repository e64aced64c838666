import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { coerceInputValue, parse, Kind, buildSchema, typeFromAST, type GraphQLInputType } from 'graphql';
import { apiFile, operationsFolder } from '../src/compose/files.ts';
import { loadOperations } from '../src/index.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(files: Record<string, string>): URL {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-operations-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return pathToFileURL(`${folder}/`);
}

describe('saved operations', () => {
  test('are read with their header and their variables, in the order of their numbers', () => {
    const folder = folderWith({
      'B.graphql': '# Second\n# What it is,\n# in two lines.\n# Section: Things, 2\nquery B { b }\n',
      'A.graphql': '# Tenth\n# What.\n# Section: Other things, 10\nquery A($x: Int) {\n  # how many\n  a(x: $x)\n}\n',
      'A.variables.json': '{ "x": 1 }\n',
    });
    expect(loadOperations(folder)).toEqual([
      {
        name: 'B',
        title: 'Second',
        description: 'What it is, in two lines.',
        section: 'Things',
        query: 'query B { b }\n',
        variables: '',
      },
      {
        name: 'A',
        title: 'Tenth',
        description: 'What.',
        section: 'Other things',
        query: 'query A($x: Int) {\n  # how many\n  a(x: $x)\n}\n',
        variables: '{ "x": 1 }',
      },
    ]);
  });

  test.each(['query A { a }\n', '# Title\nquery A { a }\n', '# Title\n# Section: Things, 1\nquery A { a }\n'])(
    'without a whole header say what is wanted: %j',
    (text) => {
      expect(() => loadOperations(folderWith({ 'A.graphql': text }))).toThrow(
        /A\.graphql must open with comments: a title/,
      );
    },
  );

  test('are a dozen at least, each with a number of its own', () => {
    const texts = readdirSync(operationsFolder)
      .filter((file) => file.endsWith('.graphql'))
      .map((file) => readFileSync(new URL(file, operationsFolder), 'utf8'));
    expect(texts.length).toBeGreaterThanOrEqual(12);
    const numbers = texts.map((text) => /^# Section: .+, (\d+)$/m.exec(text)?.[1]);
    expect(new Set(numbers).size).toBe(texts.length);
  });

  test.each(loadOperations().map((operation) => [operation.name, operation] as const))(
    '%s has the variables it needs, and no others',
    (_name, { query, variables }) => {
      const schema = buildSchema(readFileSync(apiFile, 'utf8'));
      const given = (variables === '' ? {} : JSON.parse(variables)) as Record<string, unknown>;
      const [definition] = parse(query).definitions;
      if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A saved operation must be an operation.');
      const declared = definition.variableDefinitions ?? [];
      const known = declared.map(({ variable }) => variable.name.value);
      expect(Object.keys(given).filter((name) => !known.includes(name))).toEqual([]);
      for (const { variable, type, defaultValue } of declared) {
        const value = given[variable.name.value];
        if (value === undefined && (defaultValue !== undefined || type.kind !== Kind.NON_NULL_TYPE)) continue;
        coerceInputValue(value, typeFromAST(schema, type) as GraphQLInputType, (_path, _value, error) => {
          throw error;
        });
      }
    },
  );
});
