import { ApolloServerErrorCode } from '@apollo/server/errors';
import { ErrorCode, type Logger } from '@mosaico/service';
import type { FastifyError, FastifyInstance } from 'fastify';
import { internalMessage } from '../graph/error-codes.ts';

/** The body of an answer that is nothing but an error, in the shape GraphQL clients read. */
export function errorBody(message: string, code: string) {
  return { errors: [{ message, extensions: { code } }] };
}

/** What fails outside of GraphQL (a body too large, JSON that is none, an address that is not) answers in the same shape. */
export function addErrorHandlers(server: FastifyInstance, logger: Logger): void {
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode < 500)
      return reply.code(statusCode).send(errorBody(error.message, ApolloServerErrorCode.BAD_REQUEST));
    logger.error({ err: error, requestId: request.requestId, url: request.url }, 'unexpected error');
    return reply.code(500).send(errorBody(internalMessage, ErrorCode.internal));
  });
  server.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(
        errorBody(
          `There is nothing at ${request.method} ${request.url.slice(0, 200)}; the graph is at /graphql.`,
          'NOT_FOUND',
        ),
      ),
  );
}
