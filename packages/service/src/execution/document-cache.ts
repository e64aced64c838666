import { createBoundedCache } from '@mosaico/plan-executor/bounded-cache';
import { GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';

/** A query as it is executed, or why it cannot be. */
export type Read =
  | { readonly kind: 'valid'; readonly document: DocumentNode }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

/** Parses and validates queries, each once as long as it is remembered: a gateway asks the same ones over and over. */
export type ReadDocument = (query: string) => Read;

/** About how much memory the documents may hold, in bytes; the least recently used go first. */
const maxBytes = 16 * 2 ** 20;
/** What the syntax tree of a query weighs, in bytes a character; measured at 40 to 90. */
const bytesPerCharacter = 80;

/** Queries that are refused are not remembered. */
export function createDocumentReader(schema: GraphQLSchema): ReadDocument {
  const known = createBoundedCache<Read>(maxBytes);
  return (query) => {
    const remembered = known.get(query);
    if (remembered !== undefined) return remembered;
    const read = readDocument(schema, query);
    if (read.kind === 'valid') known.set(query, read, query.length * bytesPerCharacter);
    return read;
  };
}

function readDocument(schema: GraphQLSchema, query: string): Read {
  let document;
  try {
    document = parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return { kind: 'refused', errors: [coded(error, 'GRAPHQL_PARSE_FAILED')] };
    throw error;
  }
  const errors = validate(schema, document);
  if (errors.length === 0) return { kind: 'valid', document };
  return { kind: 'refused', errors: errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) };
}

/** The same error with the code that says which of a client's mistakes it is. */
export function coded(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path, originalError } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    originalError,
    extensions: { ...error.extensions, code },
  });
}
