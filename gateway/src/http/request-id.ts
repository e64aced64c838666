import type { IncomingHttpHeaders } from 'node:http';
import { requestIdHeader } from '@mosaico/service';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Follows the request through every process and log, and goes back to the client. */
    requestId: string;
  }
}

/** A client's id is taken when it is one a log line can carry as it is. */
const sane = /^[\w.:-]{1,100}$/;

/** The client's own id where it sent a sane one, a new one elsewhere. */
export function requestIdOf(headers: IncomingHttpHeaders, newId: () => string): string {
  const sent = headers[requestIdHeader];
  return typeof sent === 'string' && sane.test(sent) ? sent : newId();
}

/** Gives every request an id, the client's own where it sent a sane one, and every answer the same in `x-request-id`. */
export function addRequestIds(server: FastifyInstance, newId: () => string): void {
  server.decorateRequest('requestId', '');
  server.addHook('onRequest', (request, reply, done) => {
    request.requestId = requestIdOf(request.headers, newId);
    reply.header(requestIdHeader, request.requestId);
    done();
  });
}
