import type { FetchNode } from '@apollo/query-planner';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { compileRepresentation, type Represent } from './representation.ts';
import { compileRewrites, type Rewrite } from './rewrites.ts';

/** A request to a subgraph as it is sent, whichever fetches it serves. */
export interface Question {
  readonly subgraph: string;
  readonly query: string;
  readonly operationName: string | undefined;
  /** The client's variables that it uses. */
  readonly variableUsages: readonly string[];
  /** The query for who does not want to parse it; parsed when it is first asked for. */
  readonly document: () => DocumentNode;
}

/** A Fetch node, compiled. */
export interface CompiledFetch {
  readonly question: Question;
  /** Present when it fetches entities. */
  readonly represent: Represent | undefined;
  readonly rewriteInput: Rewrite | undefined;
  readonly rewriteOutput: Rewrite | undefined;
}

export function compileFetch(schema: GraphQLSchema, node: FetchNode): CompiledFetch {
  return {
    question: createQuestion({
      subgraph: node.serviceName,
      query: node.operation,
      operationName: node.operationName,
      variableUsages: node.variableUsages ?? [],
      ...(node.operationDocumentNode ? { document: node.operationDocumentNode } : {}),
    }),
    represent: node.requires && compileRepresentation(schema, node.requires),
    rewriteInput: compileRewrites(schema, node.inputRewrites),
    rewriteOutput: compileRewrites(schema, node.outputRewrites),
  };
}

export function createQuestion(parts: Omit<Question, 'document'> & { readonly document?: DocumentNode }): Question {
  let known = parts.document;
  return { ...parts, document: () => (known ??= parse(parts.query, { noLocation: true })) };
}
