import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { ErrorCode, shortened, type Logger } from '@mosaico/service';
import { GraphQLError, type FormattedExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { GraphContext } from './context.ts';
import { internalMessage, isPublicCode } from './error-codes.ts';
import { settleErrors } from './settle-errors.ts';

/** Logs what went wrong in the gateway itself under the request's id, and gives the errors of an answer their final shape. */
export function createAnswerPlugin(options: { logger: Logger }): ApolloServerPlugin<GraphContext> {
  return {
    requestDidStart({ contextValue }) {
      const logger = options.logger.child({ requestId: contextValue.requestId });
      return Promise.resolve({
        didResolveOperation({ operation, request }) {
          // The gateway's executor would fail over it as over a fault of its own.
          if (operation) return Promise.resolve();
          return Promise.reject(unresolvedOperation(request.operationName));
        },
        didEncounterErrors({ errors }) {
          for (const error of errors) {
            if (error.extensions['serviceName'] !== undefined || isPublicCode(error.extensions['code'])) continue;
            logger.error({ err: error.originalError ?? error, path: error.path }, 'unexpected error');
          }
          return Promise.resolve();
        },
        willSendResponse({ response }) {
          if (response.body.kind !== 'single') return Promise.resolve();
          const { errors, ...rest } = withValueErrors(response.body.singleResult, logger);
          response.body.singleResult = errors?.length ? { ...rest, errors: settleErrors(errors, rest.data) } : rest;
          return Promise.resolve();
        },
      });
    },
  };
}

function unresolvedOperation(name: string | undefined): GraphQLError {
  const message =
    name === undefined
      ? 'A document with several operations needs operationName to say which; got none.'
      : `operationName must name an operation of the document; it has none named ${shortened(name)}.`;
  return new GraphQLError(message, {
    extensions: { code: ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE, http: { status: 400 } },
  });
}

/**
 * @apollo/gateway tells of a null where the schema has none only in an extension. The specification wants an error
 * (https://spec.graphql.org/October2021/#sec-Handling-Field-Errors), and a client could not know otherwise why data is gone.
 */
function withValueErrors(result: FormattedExecutionResult, logger: Logger): FormattedExecutionResult {
  const { valueCompletion, ...extensions } = result.extensions ?? {};
  if (!Array.isArray(valueCompletion)) return result;
  const faults = valueCompletion.filter((fault) => fault instanceof GraphQLError);
  for (const fault of faults) logger.error({ message: fault.message, path: fault.path }, 'subgraph broke the schema');
  const errors = faults.map(({ path }): GraphQLFormattedError => ({
    message: internalMessage,
    ...(path ? { path } : {}),
    extensions: { code: ErrorCode.internal },
  }));
  const { errors: others = [], data } = result;
  return {
    errors: [...others, ...errors],
    ...(data === undefined ? {} : { data }),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
  };
}
