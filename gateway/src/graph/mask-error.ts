import { ErrorCode } from '@mosaico/service';
import type { GraphQLFormattedError } from 'graphql';
import { internalMessage, isPublicCode } from './error-codes.ts';

/**
 * What a client sees of an error: message, locations, path and code, and nothing else. @apollo/gateway adds the name of the
 * subgraph, and what a subgraph's errors carry beside their code. An error without a public code says nothing of its cause.
 */
export function maskError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { locations, path, extensions } = formatted;
  const code = extensions?.['code'];
  // The data source has masked what subgraphs say, so whatever carries a subgraph's name and a code may pass.
  const isPublic = isPublicCode(code) || (extensions?.['serviceName'] !== undefined && code !== ErrorCode.internal);
  return {
    message: isPublic ? formatted.message : internalMessage,
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { code: isPublic ? code : ErrorCode.internal },
  };
}
