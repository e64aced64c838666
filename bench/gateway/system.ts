import {
  ApolloGateway,
  LocalGraphQLDataSource,
  RemoteGraphQLDataSource,
  type GraphQLDataSource,
} from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import httpTransport from '@graphql-mesh/transport-http';
import { compiledGateway, HttpDataSource, InProcessDataSource } from '@mosaico/plan-executor';
import { createServer } from 'node:http';
import { disableVendorTelemetry } from '../../gateway/src/config.ts';
import { composeGraph, subgraphSchemas } from './graph.ts';
import { shopSupergraph } from './shop-graph.ts';

/**
 * One gateway of the bench in a process of its own: `node system.ts <system> <graph> <origin of the subgraphs>`. All but Hive's are
 * behind the same Apollo Server. It prints where it listens.
 */
const [system = '', graph = '', subgraphs = ''] = process.argv.slice(2);
disableVendorTelemetry();
const ignore = () => undefined;
const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const supergraphSdl = graph === 'shop' ? shopSupergraph(subgraphs) : composeGraph(subgraphs);

const withSources = (buildService: (part: { name: string; url?: string }) => GraphQLDataSource) =>
  new ApolloGateway({ supergraphSdl, logger: quiet, buildService, __exposeQueryPlanExperimental: false });

async function behindApollo(gateway: ApolloGateway | ReturnType<typeof compiledGateway>): Promise<string> {
  const server = new ApolloServer({ gateway, logger: quiet, includeStacktraceInErrorResponses: false });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  return new URL('/', url).href;
}

async function hive(options: { router: boolean }): Promise<string> {
  const runtime = createGatewayRuntime({
    supergraph: supergraphSdl,
    ...(options.router ? { unifiedGraphHandler } : {}),
    transports: { http: httpTransport },
    logging: false,
  });
  const server = createServer((request, response) => void runtime(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Hive must listen on a port.');
  return `http://127.0.0.1:${address.port}/graphql`;
}

const schemas = subgraphSchemas();
const schemaOf = (name: string) => {
  const schema = schemas.get(name);
  if (schema === undefined) throw new Error(`The bench has no subgraph ${name}.`);
  return schema;
};

const start: Record<string, () => Promise<string>> = {
  'stock over HTTP': () => behindApollo(withSources(({ url = '' }) => new RemoteGraphQLDataSource({ url }))),
  'this one over HTTP': () => behindApollo(compiledGateway(withSources(({ url = '' }) => new HttpDataSource({ url })))),
  Hive: () => hive({ router: false }),
  'Hive with its router': () => hive({ router: true }),
  'stock in process': () => behindApollo(withSources(({ name }) => new LocalGraphQLDataSource(schemaOf(name)))),
  'this one in process': () =>
    behindApollo(compiledGateway(withSources(({ name }) => new InProcessDataSource({ schema: schemaOf(name) })))),
};
const starting = start[system]?.();
if (starting === undefined) throw new Error(`A system is one of ${Object.keys(start).join(', ')}; got ${system}.`);
console.log(await starting);
