import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DemoLogin } from '../explorer/page-data.ts';
import { readSchemaMap } from '../schema-map/read-schema-map.ts';
import { homePage } from './home.ts';
import { pagePolicy } from './page.ts';
import { schemaPage } from './schema.ts';

/** `/`, `/schema` and `/schema.graphql`: what a person reads before, beside and after asking. */
export function addPageRoutes(
  server: FastifyInstance,
  options: { supergraphSdl: string; apiSdl: string; demoLogins: readonly DemoLogin[] },
): void {
  const { supergraphSdl, apiSdl, demoLogins } = options;
  // Made at the first visit: most starts never see one.
  let schema: string | undefined;
  server.get('/', (request, reply) => sendPage(reply, homePage({ host: request.host, demoLogins })));
  server.get('/schema', (_request, reply) => sendPage(reply, (schema ??= schemaPage(readSchemaMap(supergraphSdl)))));
  server.get('/schema.graphql', (_request, reply) => reply.type('text/plain; charset=utf-8').send(apiSdl));
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.header('content-security-policy', pagePolicy).type('text/html; charset=utf-8').send(page);
}
