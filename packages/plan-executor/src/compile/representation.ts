import { getResponseName, type QueryPlanFieldNode, type QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Entity } from '../run.ts';
import { makeFunction, quoted } from './code.ts';
import { merge } from './merge.ts';
import { passingTypes } from './type-names.ts';

/** What a subgraph needs to know of an entity; null when something of it is not there, as after an error. */
export type Represent = (entity: Entity | null) => Entity | null;

/** Generates the accessor for the `requires` of a fetch, or for a selection below it. */
export function compileRepresentation(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): Represent {
  const fields = selections.filter((selection) => selection.kind === 'Field');
  const fragments = selections.filter((selection) => selection.kind === 'InlineFragment');
  const known = fragments.flatMap(({ typeCondition, selections: below }) =>
    // A fragment without a condition does not occur, and the stock executor passes over it.
    typeCondition === undefined
      ? []
      : [{ names: passingTypes(schema, typeCondition), represent: compileRepresentation(schema, below) }],
  );
  const ofFields = compileFields(schema, fields);
  if (known.length === 0) return ofFields;
  const [only, ...others] = known;
  if (fields.length === 0 && only !== undefined && others.length === 0) {
    const { names, represent } = only;
    return (entity) => (entity !== null && names.has(entity['__typename'] as string) ? represent(entity) : null);
  }
  return (entity) => {
    const representation = ofFields(entity);
    if (representation === null || entity === null) return null;
    const name = entity['__typename'] as string;
    for (const { names, represent } of known) {
      const part = names.has(name) ? represent(entity) : null;
      if (part !== null) merge(representation, part);
    }
    return representation;
  };
}

/** One expression that reads all fields, and gives up at the first that is missing. */
function compileFields(schema: GraphQLSchema, fields: readonly QueryPlanFieldNode[]): Represent {
  const values: Record<string, unknown> = {};
  const reads: string[] = [];
  const members: string[] = [];
  for (const [index, field] of fields.entries()) {
    const name = quoted(getResponseName(field));
    reads.push(`const v${index} = entity[${name}]; if (v${index} === undefined) return null;`);
    if (field.selections === undefined) {
      members.push(`${name}: v${index}`);
    } else {
      values[`below${index}`] = throughLists(compileRepresentation(schema, field.selections));
      members.push(`${name}: below${index}(v${index})`);
    }
  }
  const source = `(entity) => { if (entity === null) return null; ${reads.join(' ')} return { ${members.join(', ')} }; }`;
  return makeFunction<Represent>(source, values);
}

function throughLists(represent: Represent): (value: unknown) => unknown {
  const visit = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(visit) : represent(value as Entity | null);
  return visit;
}
