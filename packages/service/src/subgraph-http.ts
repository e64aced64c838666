import { createHttpTransport } from '@mosaico/plan-executor/http-transport';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { createHttpServer } from './http-server.ts';
import { codedError, ErrorCode } from './errors.ts';
import { DeadlinePassed, processClock, type Clock } from './execution/deadline.ts';
import type { IdentityTokens } from './identity-tokens.ts';
import type { Logger } from './logger.ts';
import type { Subgraph, SubgraphExecutor } from './subgraph.ts';
import { addWebhooks } from './webhooks.ts';

/** The header that carries the identity from the gateway to a subgraph; the gateway drops it from what clients send. */
export const internalTokenHeader = 'x-mosaico-identity';
export const requestIdHeader = 'x-request-id';
/** `1` where the client's operation may have written already; only the gateway's word counts, as only it has a token. */
const afterWriteHeader = 'x-mosaico-after-write';
/** Where the client's request came from; as with the others, only the gateway's word counts. */
const clientAddressHeader = 'x-mosaico-client-address';

/** What is left of the operation's time when it is sent, in whole milliseconds: the clocks of two machines need not agree. */
const timeLeftHeader = 'x-mosaico-time-left-ms';

const bodySchema = z.object({
  query: z.string().min(1),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/**
 * Serves a subgraph over HTTP: `POST /graphql` for whoever carries an internal token, its webhooks, and the health checks.
 * @returns the URL it listens on, and how to stop: requests in flight are answered first.
 */
export async function serveSubgraph(options: {
  subgraph: Subgraph;
  tokens: IdentityTokens;
  host: string;
  port: number;
  logger: Logger;
  clock?: Clock;
}): Promise<{ url: string; close: () => Promise<void> }> {
  const { subgraph, tokens, logger, clock = processClock } = options;
  const server = createHttpServer({ logger, health: () => subgraph.health() });
  addWebhooks(server, { webhooks: subgraph.webhooks, logger });
  server.post('/graphql', async (request, reply) => {
    const token = request.headers[internalTokenHeader];
    const identity = typeof token === 'string' ? await tokens.verify(token) : null;
    if (identity === null) {
      return reply.code(401).send({
        errors: [{ message: 'Only the gateway may ask a subgraph.', extensions: { code: ErrorCode.unauthenticated } }],
      });
    }
    const body = bodySchema.safeParse(request.body);
    if (!body.success) {
      return reply
        .code(400)
        .send({ errors: [{ message: z.prettifyError(body.error), extensions: { code: 'BAD_REQUEST' } }] });
    }
    const { query, variables, operationName } = body.data;
    const requestId = request.headers[requestIdHeader];
    const clientAddress = request.headers[clientAddressHeader];
    const timeLeft = request.headers[timeLeftHeader];
    return subgraph.execute({
      query,
      ...(variables ? { variables } : {}),
      ...(operationName ? { operationName } : {}),
      identity,
      requestId: typeof requestId === 'string' ? requestId : randomUUID(),
      afterWrite: request.headers[afterWriteHeader] === '1',
      clientAddress: typeof clientAddress === 'string' ? clientAddress : null,
      ...(typeof timeLeft === 'string' && wholeMs.test(timeLeft) ? { deadlineAt: clock.now() + Number(timeLeft) } : {}),
    });
  });
  const origin = await server.listen({ host: options.host, port: options.port });
  return {
    url: `${origin}/graphql`,
    async close() {
      await server.close();
      await subgraph.close();
    },
  };
}

const wholeMs = /^\d{1,9}$/;

/** The largest answer of a subgraph that is read, in bytes. */
const maxAnswerBytes = 64 * 2 ** 20;

/**
 * Asks a subgraph over HTTP, with a fresh internal token a request and a deadline. A query whose connection broke is asked once
 * more; a mutation may have been done, and is not.
 */
export function createHttpExecutor(options: {
  name: string;
  url: string;
  tokens: IdentityTokens;
  timeoutMs: number;
  clock?: Clock;
}): SubgraphExecutor {
  const { name, url, tokens, timeoutMs, clock = processClock } = options;
  const transport = createHttpTransport({
    url,
    maxResponseBytes: maxAnswerBytes,
    connections: 128,
    compression: false,
  });
  return async (request) => {
    const { query, variables, operationName, identity, requestId, afterWrite = false, clientAddress = null } = request;
    const { token } = await tokens.sign(identity);
    const leftMs = Math.floor(Math.min(timeoutMs, (request.deadlineAt ?? Infinity) - clock.now()));
    try {
      if (leftMs <= 0) throw new DeadlinePassed();
      const { status, text } = await transport.send({
        headers: {
          ...request.traceHeaders,
          [internalTokenHeader]: token,
          [requestIdHeader]: requestId,
          [timeLeftHeader]: String(leftMs),
          ...(afterWrite ? { [afterWriteHeader]: '1' } : {}),
          ...(clientAddress === null ? {} : { [clientAddressHeader]: clientAddress }),
        },
        body: JSON.stringify({ query, variables, operationName }),
        deadlineAt: performance.now() + leftMs,
        idempotent: !/\bmutation\b/.test(query),
      });
      if (status < 200 || status > 299) throw new Error(`The subgraph ${name} answered with HTTP status ${status}.`);
      return JSON.parse(text) as Awaited<ReturnType<SubgraphExecutor>>;
    } catch (cause) {
      throw codedError(ErrorCode.subgraphUnavailable, `The ${name} part of the shop does not answer.`, { cause });
    }
  };
}
