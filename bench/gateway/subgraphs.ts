import { execute, parse, type GraphQLSchema } from 'graphql';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { subgraphSchemas } from './graph.ts';

/**
 * The subgraphs of the bench over HTTP, with as little work as can be: a request that was answered before gets the same bytes
 * again. The first argument is a delay of each answer in milliseconds. It prints where it listens.
 */
const delayMs = Number(process.argv[2] ?? 0);
const schemas = subgraphSchemas();
const known = new Map<string, string>();

async function answer(schema: GraphQLSchema, body: string): Promise<string> {
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  return JSON.stringify(await execute({ schema, document: parse(query), variableValues: variables ?? {} }));
}

const server = createServer((request, response) => {
  void (async () => {
    const name = (request.url ?? '').slice(1);
    const schema = schemas.get(name);
    if (schema === undefined) throw new Error(`The bench has no subgraph ${name}.`);
    const body = await text(request);
    const key = `${name} ${body}`;
    const bytes = known.get(key) ?? (await answer(schema, body));
    known.set(key, bytes);
    if (delayMs > 0) await wait(delayMs);
    response.writeHead(200, { 'content-type': 'application/json' }).end(bytes);
  })();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
});
