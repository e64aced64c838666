import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Path } from '../run.ts';

/** The code of a subgraph that did not answer. */
export const unavailableCode = 'SUBGRAPH_UNAVAILABLE';

/** An error that a subgraph answered with, at its place in the client's answer. As the stock executor gives it. */
export function downstreamError(options: {
  error: GraphQLFormattedError;
  subgraph: string;
  path: Path | undefined;
}): GraphQLError {
  const { error, subgraph, path } = options;
  // Subgraphs have been seen to leave the message out.
  const message = error.message || `Error while fetching subquery from service "${subgraph}"`;
  return new GraphQLError(message, {
    originalError: error as unknown as Error,
    path: path ?? null,
    extensions: {
      ...error.extensions,
      code: error.extensions?.['code'] ?? 'DOWNSTREAM_SERVICE_ERROR',
      serviceName: subgraph,
    },
  });
}

/**
 * A fetch that failed as a whole. What a data source meant for clients is a GraphQLError, of which message and code go on;
 * anything else, which may name hosts, ports and queries, is kept for the log as `originalError` only.
 */
export function failedFetch(thrown: unknown): GraphQLError {
  if (isGraphQLError(thrown)) {
    const code = thrown.extensions['code'] ?? unavailableCode;
    return new GraphQLError(thrown.message, { originalError: thrown, extensions: { code } });
  }
  return new GraphQLError('A subgraph does not answer.', {
    originalError: Error.isError(thrown) ? thrown : new Error(String(thrown)),
    extensions: { code: unavailableCode },
  });
}

/** Not by `instanceof`: a data source may have been built with another copy of graphql. */
function isGraphQLError(thrown: unknown): thrown is GraphQLError {
  return typeof thrown === 'object' && thrown !== null && (thrown as { name?: unknown }).name === 'GraphQLError';
}
