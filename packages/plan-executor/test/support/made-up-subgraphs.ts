import type { GraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { createHash } from 'node:crypto';
import {
  getNullableType,
  GraphQLError,
  GraphQLScalarType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type GraphQLTypeResolver,
} from 'graphql';
import { Supergraph } from '@apollo/federation-internals';
import { InProcessDataSource } from '../../src/index.ts';

/** How often, of a hundred, a field is null or fails, or a reference finds nothing. */
export interface Trouble {
  readonly nulls: number;
  readonly errors: number;
}

/** An object is a key, from which every value of it follows: the same question has the same answer, in whatever batch. */
interface MadeUp {
  readonly key: string;
  readonly known: Readonly<Record<string, unknown>>;
  readonly __typename?: string;
}

/**
 * A data source for each subgraph of a supergraph, with values that are made up from a seed, nulls and errors among them. A
 * change of `seed.now` changes the world.
 */
export function makeUpSubgraphs(
  supergraphSdl: string,
  seed: { now: number },
  trouble: Trouble,
): ReadonlyMap<string, GraphQLDataSource> {
  const sources = new Map<string, GraphQLDataSource>();
  for (const subgraph of Supergraph.build(supergraphSdl, { validateSupergraph: false }).subgraphs()) {
    const text = subgraph.toString();
    // One that only adds to entities of others has no queries, but names their type.
    const sdl = /\btype Query\b/.test(text) ? text : `${text}\ntype Query { nothing: Int }`;
    const schema = buildSubgraphSchema({ typeDefs: parse(sdl) });
    makeUp(schema, seed, trouble);
    sources.set(subgraph.name, new InProcessDataSource({ schema }));
  }
  return sources;
}

function makeUp(schema: GraphQLSchema, seed: { now: number }, trouble: Trouble): void {
  const numberOf = (...parts: readonly unknown[]) =>
    createHash('md5')
      .update(JSON.stringify([seed.now, ...parts]))
      .digest()
      .readUInt32LE();

  const valueOf = (type: GraphQLOutputType, key: string, info: GraphQLResolveInfo): unknown => {
    const chance = numberOf('chance', key) % 100;
    if (!isNonNullType(type) && chance < trouble.nulls) return null;
    // Also where no null may be, more seldom.
    if (isNonNullType(type) && chance < trouble.nulls / 6) return null;
    if (chance >= 100 - trouble.errors) return new GraphQLError('made up', { extensions: { code: 'MADE_UP' } });
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const length = numberOf('length', key) % 4;
      return Array.from({ length }, (_, index) => valueOf(nullable.ofType, `${key}/${index}`, info));
    }
    if (isEnumType(nullable)) {
      const values = nullable.getValues();
      return values[numberOf('enum', key) % values.length]?.value;
    }
    if (isLeafType(nullable)) return leafOf(nullable.name, numberOf('leaf', key));
    // Few different objects, so that entities meet again.
    return { key: `${nullable.name}${numberOf('object', key) % 5}`, known: {} } satisfies MadeUp;
  };

  const resolve: GraphQLFieldResolver<MadeUp | undefined, unknown> = (source, args: object, _context, info) => {
    const known = source?.known[info.fieldName];
    if (known !== undefined) return known;
    return valueOf(info.returnType, JSON.stringify([source?.key, info.fieldName, args]), info);
  };
  const resolveType: GraphQLTypeResolver<MadeUp, unknown> = (source, _context, _info, type) => {
    if (source.__typename !== undefined) return source.__typename;
    const possible = schema.getPossibleTypes(type);
    return possible[numberOf('type', source.key) % possible.length]?.name;
  };

  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isAbstractType(type)) type.resolveType = resolveType;
    if (type instanceof GraphQLScalarType) type.serialize = (value) => value;
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.name === '_service') continue;
      field.resolve = field.name === '_entities' ? resolveEntities : resolve;
    }
  }

  function resolveEntities(_source: unknown, { representations }: { representations: Record<string, unknown>[] }) {
    return representations.map((representation) => {
      const key = JSON.stringify(Object.entries(representation).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      if (numberOf('reference', key) % 100 < trouble.nulls) return null;
      const name = String(representation['__typename']);
      return { __typename: name, key, known: scalarsOf(representation) } satisfies MadeUp;
    });
  }
}

/** What the question told of an entity is the entity's, where it is no object. */
function scalarsOf(representation: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(representation).filter(([name, value]) => name !== '__typename' && typeof value === 'string'),
  );
}

function leafOf(name: string, number: number): unknown {
  switch (name) {
    case 'Int':
      return number % 1000;
    case 'Float':
      return (number % 1000) / 8;
    case 'Boolean':
      return number % 2 === 0;
    default:
      return `${name} ${number % 7}`;
  }
}
