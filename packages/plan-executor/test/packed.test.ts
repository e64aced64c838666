import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { afterEach, expect, test } from '@jest/globals';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { execute, parse } from 'graphql';
import { packPlanExecutor } from '../pack.ts';

const folder = mkdtempSync(join(tmpdir(), 'mosaico-packed-'));
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve).closeAllConnections());
  rmSync(folder, { recursive: true });
});

/** What a user writes. */
const program = `
import { ApolloGateway, IntrospectAndCompose } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { compiledGateway } from '@mosaico/plan-executor';
const subgraphs = process.argv.slice(2).map((url, index) => ({ name: 's' + index, url }));
const gateway = new ApolloGateway({ supergraphSdl: new IntrospectAndCompose({ subgraphs }) });
const fetches = [];
const observer = { fetched: ({ subgraph }) => fetches.push(subgraph), fellBack: ({ reason }) => fetches.push(reason) };
const server = new ApolloServer({ gateway: compiledGateway(gateway, { observer }) });
await server.start();
const { body } = await server.executeOperation({ query: '{ top { id name } }' });
console.log(JSON.stringify({ ...body.singleResult, fetches }));
await server.stop();
process.exit(0);
`;

test('the packed tarball works in an empty folder beside a plain ApolloGateway', async () => {
  const urls = await Promise.all([
    serve('type Query { top: [Product] } type Product @key(fields: "id") { id: ID! }', {
      Query: { top: () => [{ id: 'p1' }] },
    }),
    serve('type Product @key(fields: "id") { id: ID! name: String }', {
      Product: { name: ({ id }: { id: string }) => `name of ${id}` },
    }),
  ]);
  const tarball = packPlanExecutor(folder);
  const project = join(folder, 'project');
  installed(tarball, project);
  writeFileSync(join(project, 'main.mjs'), program);
  const { stdout } = await promisify(execFile)(process.execPath, ['main.mjs', ...urls], {
    cwd: project,
    env: { APOLLO_TELEMETRY_DISABLED: 'true' },
  });
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
    data: { top: [{ id: 'p1', name: 'name of p1' }] },
    fetches: ['s0', 's1'],
  });
}, 180_000);

/** Unpacks the tarball where npm would, with everything else that is installed beside it, without a network. */
function installed(tarball: string, project: string): void {
  const modules = join(project, 'node_modules');
  const own = join(modules, '@mosaico', 'plan-executor');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', own, '--strip-components', '1']);
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const here = nodeModules(import.meta.dirname);
  for (const name of readdirSync(here))
    if (name !== '@mosaico' && !name.startsWith('.')) symlinkSync(join(here, name), join(modules, name));
}

function nodeModules(from: string): string {
  const candidate = join(from, 'node_modules');
  return existsSync(join(candidate, '@apollo/gateway')) ? candidate : nodeModules(dirname(from));
}

async function serve(sdl: string, resolvers: object): Promise<string> {
  const header = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])\n';
  const schema = buildSubgraphSchema({
    typeDefs: parse(header + sdl),
    resolvers: resolvers as GraphQLResolverMap<unknown>,
  });
  const server = createServer((request, response) => {
    void (async () => {
      const { query, variables } = JSON.parse(await text(request)) as { query: string; variables?: object };
      const answer = await execute({ schema, document: parse(query), variableValues: { ...variables } });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    })();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
