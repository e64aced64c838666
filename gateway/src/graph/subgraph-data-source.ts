import type { GraphQLDataSource } from '@apollo/gateway';
import type { FetchOptions } from '@mosaico/plan-executor';
import { beforeDeadline, ErrorCode, type Logger, type SubgraphExecutor } from '@mosaico/service';
import { OperationTypeNode, type FormattedExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { GraphContext } from './context.ts';
import { internalMessage, isClientError } from './error-codes.ts';
import { fetchedPaths, isAtEntities, type Path } from './fetched-paths.ts';

/**
 * Asks one subgraph, wherever it runs, in the name of the request's identity, and sees to what of its failures goes on:
 * every error gets a path and a code, an error the subgraph did not mean for clients is masked, and a subgraph that does
 * not answer is an error at each field it owes.
 */
export function createSubgraphDataSource(options: {
  name: string;
  execute: SubgraphExecutor;
  logger: Logger;
}): GraphQLDataSource<GraphContext> {
  const { name, execute } = options;
  return {
    async process(incoming) {
      const { request, context } = incoming;
      const { query = '', variables = {}, operationName } = request;
      const { identity, requestId, clientAddress = null } = context as GraphContext;
      const logger = options.logger.child({ subgraph: name, requestId });
      const fetched = () => fetchedPaths(query, variables);
      const { deadlineAt, traceHeaders } = fetchOptionsOf(incoming);
      const asked = execute({
        query,
        variables,
        ...(operationName === undefined ? {} : { operationName }),
        identity,
        requestId,
        afterWrite: isPartOfMutation(incoming),
        clientAddress,
        ...(deadlineAt === undefined ? {} : { deadlineAt }),
        ...(traceHeaders === undefined ? {} : { traceHeaders }),
      });
      const answer = await beforeDeadline(asked, { deadlineAt }).catch((error: unknown) => {
        logger.warn({ err: error }, 'subgraph unavailable');
        return null;
      });
      if (answer === null) return { data: null, errors: unavailable(fetched()) };
      if (!isAnswer(answer)) {
        const isLate = answer.errors?.[0]?.extensions?.['code'] === ErrorCode.deadlineExceeded;
        if (isLate) logger.warn('subgraph ran out of time');
        else logger.error({ errors: answer.errors }, 'subgraph gave no answer');
        return { data: null, errors: unavailable(fetched()) };
      }
      const { data = null, errors } = answer;
      if (!errors?.length) return { data };
      return { data, errors: errors.flatMap((error) => placed(masked(error, logger), fetched)) };
    },
  };
}

/** The deadline is that of the client's whole operation: what is left of it is all that a subgraph gets. */
function fetchOptionsOf(incoming: object): FetchOptions {
  const { deadlineAt = Infinity, traceHeaders } = incoming as FetchOptions;
  return {
    ...(deadlineAt === Infinity ? {} : { deadlineAt }),
    ...(traceHeaders === undefined ? {} : { traceHeaders }),
  };
}

/** What a mutation goes on to ask may be about what it wrote, in this subgraph or in another one. */
function isPartOfMutation(incoming: Parameters<GraphQLDataSource<GraphContext>['process']>[0]): boolean {
  if (!('incomingRequestContext' in incoming)) return false;
  return incoming.incomingRequestContext.operation.operation === OperationTypeNode.MUTATION;
}

/**
 * An answer has data, or errors that say what the client did wrong. Anything else, such as a refusal of the gateway
 * itself or the page of some other server, is not an answer to the question.
 */
function isAnswer({ data, errors }: Partial<FormattedExecutionResult>): boolean {
  if (data !== undefined) return true;
  return (
    errors !== undefined && errors.length > 0 && errors.every((error) => isClientError(error.extensions?.['code']))
  );
}

function unavailable(paths: readonly Path[]): GraphQLFormattedError[] {
  return paths.map((path) => ({
    message: 'A part of the shop does not answer. Ask again later.',
    path,
    extensions: { code: ErrorCode.subgraphUnavailable },
  }));
}

/** Errors with a code of their own are meant for clients; of others only the subgraph's log tells. */
function masked(error: GraphQLFormattedError, logger: Logger): GraphQLFormattedError {
  const code = error.extensions?.['code'];
  const path = error.path === undefined ? {} : { path: error.path };
  if (typeof code === 'string' && code !== ErrorCode.internal)
    return { message: error.message, ...path, extensions: { code } };
  logger.warn({ message: error.message, path: error.path }, 'subgraph failed');
  return { message: internalMessage, ...path, extensions: { code: ErrorCode.internal } };
}

/** An error without a place, or about the fetch as a whole, stands at each field that the fetch should have filled. */
function placed(error: GraphQLFormattedError, fetched: () => readonly Path[]): GraphQLFormattedError[] {
  const { path = [], ...rest } = error;
  if (path.length > 0 && !isAtEntities(path)) return [error];
  const places = fetched().filter((place) => path.every((step, depth) => place[depth] === step));
  return places.length === 0 ? [rest] : places.map((place) => ({ ...rest, path: place }));
}
