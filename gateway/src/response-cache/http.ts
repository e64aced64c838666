import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KeptResponse } from './response-cache.ts';

/** What an answer of the graph depends on beside its address. */
export const graphVary = 'accept, authorization';

/** A request as Node or Fastify has it. */
type Request = Pick<IncomingMessage, 'method' | 'headers' | 'url'>;

/** A browser that goes to the graph's address, and gets the explorer. */
export function isNavigation({ method, headers }: Request): boolean {
  return method === 'GET' && /\btext\/html\b/i.test(headers.accept ?? '');
}

/**
 * What a request's answer is kept under; null for one whose answer must be made anew. Only guests' are kept, so that nothing an
 * account may see is given to anybody else; and only what any page could not make a browser send, which the graph refuses.
 */
export function cacheKeyOf(request: Request): string | null {
  const { method, headers, url = '' } = request;
  if (method !== 'GET' || headers.authorization !== undefined) return null;
  const isPreflighted =
    isGiven(headers['x-apollo-operation-name']) ||
    isGiven(headers['apollo-require-preflight']) ||
    /^application\/json\b/i.test(headers['content-type'] ?? '');
  const queryAt = url.indexOf('?');
  if (!isPreflighted || queryAt === -1) return null;
  // A request that names its operation only for us gets the same answer; one that accepts another media type does not.
  return `${headers.accept ?? '*/*'} ${url.slice(queryAt)}`;
}

/** Sends an answer that may be kept, or says that the client's own copy still is the answer (RFC 9110, 13.1.2). */
export function sendKept(
  reply: FastifyReply,
  { request, response }: { request: FastifyRequest; response: KeptResponse },
): FastifyReply {
  const { body, contentType, etag, maxAge } = response;
  reply.headers({ 'cache-control': cacheControlOf(maxAge), etag });
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.code(200).type(contentType).send(body);
}

export function cacheControlOf(maxAge: number): string {
  return `public, max-age=${maxAge}`;
}

/** Whether `If-None-Match` names what the client would get. */
export function matches(condition: string | undefined, etag: string): boolean {
  if (condition === undefined) return false;
  if (condition.trim() === '*') return true;
  return condition.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}

function isGiven(header: string | string[] | undefined): boolean {
  return header !== undefined && header !== '';
}
