import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Entity } from '../run.ts';
import { passingTypes } from './type-names.ts';

const fragmentPrefix = '... on ';

/** Changes a representation before it is sent, or an entity before it is merged, in place. */
export type Rewrite = (value: unknown) => void;

/** Compiles the rewrites of a fetch into one; undefined when there are none. */
export function compileRewrites(
  schema: GraphQLSchema,
  rewrites: readonly FetchDataRewrite[] | undefined,
): Rewrite | undefined {
  if (rewrites === undefined || rewrites.length === 0) return undefined;
  const compiled = rewrites.filter(({ path }) => path.length > 0).map((rewrite) => compileRewrite(schema, rewrite));
  return (value) => {
    for (const rewrite of compiled) rewrite(value);
  };
}

function compileRewrite(schema: GraphQLSchema, rewrite: FetchDataRewrite): Rewrite {
  const last = rewrite.path.at(-1) ?? '';
  if (last.startsWith(fragmentPrefix))
    throw new Error(`A rewrite must end with a field; got ${rewrite.path.join('.')}.`);
  return rewrite.path
    .slice(0, -1)
    .reduceRight((below: Rewrite, step) => atStep(schema, step, below), throughLists(atField(rewrite, last)));
}

function atField(rewrite: FetchDataRewrite, field: string): (object: Entity) => void {
  if (rewrite.kind === 'ValueSetter') {
    return (object) => {
      object[field] = rewrite.setValueTo;
    };
  }
  return (object) => {
    const value = object[field];
    // As in the stock executor, which moves what is truthy only.
    if (!value) return;
    object[rewrite.renameKeyTo] = value;
    object[field] = undefined;
  };
}

function atStep(schema: GraphQLSchema, step: string, below: Rewrite): Rewrite {
  if (!step.startsWith(fragmentPrefix)) return throughLists((object) => below(object[step]));
  const names = passingTypes(schema, step.slice(fragmentPrefix.length));
  return throughLists((object) => {
    const name = object['__typename'];
    // Not every object that is rewritten was asked for its type: without one the rewrite applies.
    if (typeof name !== 'string' || name === '' || names.has(name)) below(object);
  });
}

function throughLists(change: (object: Entity) => void): Rewrite {
  const visit: Rewrite = (value) => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) change(value as Entity);
  };
  return visit;
}
