import type { FastifyInstance } from 'fastify';

/**
 * Once the server closes, each answer also ends its connection. A connection that was busy when the server began to close
 * would otherwise be kept alive by its client, and the server would wait for it.
 */
export function endConnectionsOnClose(server: FastifyInstance): void {
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
