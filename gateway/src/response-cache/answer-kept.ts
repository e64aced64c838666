import { requestIdHeader, type AnswerFirst } from '@mosaico/service';
import { requestIdOf } from '../http/request-id.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { cacheControlOf, cacheKeyOf, graphVary, isNavigation, matches } from './http.ts';
import type { ResponseCache } from './response-cache.ts';

/**
 * Answers a question whose answer is kept before the HTTP framework has anything to do with it: most of what such an answer costs
 * would be the framework's. It carries the same headers as the answer that was kept when it was first given.
 */
export function answerKept(responses: ResponseCache, { newId }: { newId: () => string }): AnswerFirst {
  const always = [...Object.entries(securityHeaders).flat(), 'vary', graphVary];
  return (request, response) => {
    const { url = '', headers } = request;
    if (!url.startsWith('/graphql?') || isNavigation(request)) return false;
    const key = cacheKeyOf(request);
    const known = key === null ? null : responses.find(key);
    if (known === null) return false;
    const { body, contentType, etag, maxAge } = known;
    const own = [requestIdHeader, requestIdOf(headers, newId), 'cache-control', cacheControlOf(maxAge), 'etag', etag];
    if (matches(headers['if-none-match'], etag)) {
      response.writeHead(304, [...always, ...own]).end();
      return true;
    }
    const about = ['content-type', contentType, 'content-length', String(body.length)];
    response.writeHead(200, [...always, ...own, ...about]).end(body);
    return true;
  };
}
