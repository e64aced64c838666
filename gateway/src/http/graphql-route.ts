import { HeaderMap, type ApolloServer } from '@apollo/server';
import { ErrorCode, type IdentityTokens } from '@mosaico/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphContext } from '../graph/context.ts';
import type { KeptAnswer } from '../response-cache/operation-policy.ts';
import { cacheKeyOf, graphVary, isNavigation, sendKept } from '../response-cache/http.ts';
import type { ResponseCache } from '../response-cache/response-cache.ts';
import { errorBody } from './errors.ts';
import { identify } from './identify.ts';

/** `/graphql`: the graph by POST, queries by GET too, and the explorer for whoever navigates there with a browser. */
export function addGraphqlRoute(
  server: FastifyInstance,
  options: {
    apollo: ApolloServer<GraphContext>;
    accessTokens: Pick<IdentityTokens, 'verify'>;
    showExplorer: (reply: FastifyReply) => Promise<FastifyReply>;
    /** Where answers that anybody may have are kept; none when absent. */
    responses?: ResponseCache | undefined;
  },
): void {
  const { apollo, accessTokens, showExplorer, responses } = options;
  server.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    async handler(request, reply) {
      reply.headers({ vary: graphVary, 'cache-control': 'no-store' });
      if (isNavigation(request)) return showExplorer(reply);
      // One whose answer is kept already was answered before it came here.
      const key = responses === undefined ? null : cacheKeyOf(request);
      const identified = await identify(request.headers.authorization, accessTokens);
      if (identified.kind === 'refused') {
        return reply
          .code(401)
          .header('www-authenticate', 'Bearer error="invalid_token"')
          .send(errorBody(identified.message, ErrorCode.unauthenticated));
      }
      const since = responses?.mark() ?? 0;
      const answer: { kept: KeptAnswer | null } = { kept: null };
      const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: toGraphqlRequest(request),
        context: () =>
          Promise.resolve({
            identity: identified.identity,
            requestId: request.requestId,
            ...(key === null ? {} : { answer }),
            clientAddress: request.ip,
          }),
      });
      if (body.kind === 'chunked') throw new Error('The graph answered in parts, which it never should.');
      if (key !== null && status === undefined && answer.kept !== null) {
        const contentType = headers.get('content-type') ?? 'application/json; charset=utf-8';
        const response = responses?.keep(key, { text: body.string, contentType, policy: answer.kept, since }) ?? null;
        if (response !== null) return sendKept(reply, { request, response });
      }
      return reply
        .code(status ?? 200)
        .headers(Object.fromEntries(headers))
        .send(body.string);
    },
  });
}

function toGraphqlRequest(request: FastifyRequest) {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const queryAt = request.url.indexOf('?');
  return {
    method: request.method,
    headers,
    search: queryAt === -1 ? '' : request.url.slice(queryAt),
    body: request.body,
  };
}
