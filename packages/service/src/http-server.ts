import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from './logger.ts';
import type { StoreHealth } from './subgraph.ts';

/** The largest request body a process reads, in bytes. */
const bodyLimit = 1_048_576;

/**
 * An HTTP server with the health checks every process has: `/health/live` answers as long as the process runs, and
 * `/health/ready` names each store, with 503 unless all are ready. Closing it answers what is in flight first.
 */
export function createHttpServer(options: {
  logger: Logger;
  health: () => Promise<StoreHealth[]>;
  /** Addresses and networks whose word on where a request came from (`X-Forwarded-For`) is taken; none unless said otherwise. */
  trustedProxies?: readonly string[];
}): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = options.logger;
  const server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    trustProxy: options.trustedProxies === undefined ? false : Array.from(options.trustedProxies),
    forceCloseConnections: 'idle',
  });
  endConnectionsOnClose(server);
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    const stores = await options.health();
    const ready = stores.every((store) => store.ready);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', stores });
  });
  return server;
}

/**
 * Once the server closes, each answer also ends its connection. A connection that was busy when the server began to close
 * would otherwise be kept alive by its client, and the server would wait for it.
 */
function endConnectionsOnClose(server: FastifyInstance): void {
  let isClosing = false;
  server.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done();
  });
}
