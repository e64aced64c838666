import { ApolloServerErrorCode } from '@apollo/server/errors';
import { ErrorCode } from '@mosaico/service';

/** All that a client is told of a fault of ours; the log has the rest under the request's id. */
export const internalMessage = 'Something went wrong on our side.';

const publicCodes = new Set<unknown>([...Object.values(ErrorCode), ...Object.values(ApolloServerErrorCode)]);
publicCodes.delete(ErrorCode.internal);

/** True for the code of an error whose message is meant for clients. */
export function isPublicCode(code: unknown): boolean {
  return publicCodes.has(code);
}

const clientCodes = new Set<unknown>([
  ErrorCode.badUserInput,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
] satisfies string[]);

/** True for the code of an error that says the client asked wrongly: a subgraph reads values of scalars that the gateway cannot. */
export function isClientError(code: unknown): boolean {
  return clientCodes.has(code);
}
