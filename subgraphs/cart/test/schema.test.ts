import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { completeSdl } from '@mosaico/service';
import { parse, visit, type ASTNode } from 'graphql';

test('every type, field, argument, enum value and input field says what it is', () => {
  const sdl = completeSdl(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));
  const silent: string[] = [];
  let described = 0;
  const check = (node: ASTNode & { name: { value: string }; description?: unknown }) => {
    // The roots are what they contain.
    if (['Query', 'Mutation'].includes(node.name.value)) return;
    if (node.description === undefined) silent.push(`${node.kind} ${node.name.value}`);
    else described++;
  };
  visit(parse(sdl), {
    ObjectTypeDefinition: check,
    InterfaceTypeDefinition: check,
    UnionTypeDefinition: check,
    EnumTypeDefinition: check,
    InputObjectTypeDefinition: check,
    ScalarTypeDefinition: check,
    FieldDefinition: check,
    InputValueDefinition: check,
    EnumValueDefinition: check,
  });
  expect(silent).toEqual([]);
  expect(described).toBeGreaterThan(80);
});
