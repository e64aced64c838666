import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from './logger.ts';
import type { StoreHealth } from './subgraph.ts';

/** The largest request body a process reads, in bytes. */
const bodyLimit = 1_048_576;

/**
 * Sees each request before anything else does, but none once the server closes. Returns true when it has answered; then nothing
 * else sees the request, and all headers of the answer are its own matter.
 */
export type AnswerFirst = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * An HTTP server with the health checks every process has: `/health/live` answers as long as the process runs, and
 * `/health/ready` names each store, with 503 unless all are ready. Closing it answers what is in flight first.
 */
export function createHttpServer(options: {
  logger: Logger;
  health: () => Promise<StoreHealth[]>;
  /** Addresses and networks whose word on where a request came from (`X-Forwarded-For`) is taken; none unless said otherwise. */
  trustedProxies?: readonly string[];
  answerFirst?: AnswerFirst;
}): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = options.logger;
  const { answerFirst } = options;
  let isClosing = false;
  const server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    trustProxy: options.trustedProxies === undefined ? false : Array.from(options.trustedProxies),
    forceCloseConnections: 'idle',
    ...(answerFirst === undefined
      ? {}
      : {
          serverFactory: (handle: RequestListener, limits: ServerLimits) =>
            createAnsweringServer({ answerFirst: (...args) => !isClosing && answerFirst(...args), handle, limits }),
        }),
  });
  server.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  endConnectionsOnClose(server, () => isClosing);
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    const stores = await options.health();
    const ready = stores.every((store) => store.ready);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', stores });
  });
  return server;
}

/** What Fastify asks of a server that it does not make itself, in milliseconds. */
interface ServerLimits {
  readonly keepAliveTimeout?: number;
  readonly requestTimeout?: number;
  readonly connectionTimeout?: number;
}

/** A server that asks first whether a request is answered already. Its limits are Fastify's, as for one that Fastify makes. */
function createAnsweringServer(options: { answerFirst: AnswerFirst; handle: RequestListener; limits: ServerLimits }) {
  const { answerFirst, handle, limits } = options;
  const server = createServer((request, response) => {
    if (!answerFirst(request, response)) handle(request, response);
  });
  server.keepAliveTimeout = limits.keepAliveTimeout ?? server.keepAliveTimeout;
  server.requestTimeout = limits.requestTimeout ?? server.requestTimeout;
  server.setTimeout(limits.connectionTimeout ?? 0);
  return server;
}

/**
 * Once the server closes, each answer also ends its connection. A connection that was busy when the server began to close
 * would otherwise be kept alive by its client, and the server would wait for it.
 */
function endConnectionsOnClose(server: FastifyInstance, isClosing: () => boolean): void {
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing()) reply.header('connection', 'close');
    done();
  });
}
