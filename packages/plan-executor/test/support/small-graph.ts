import { composeServices } from '@apollo/composition';
import type { GraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { parse } from 'graphql';
import { InProcessDataSource, type CompiledGatewayOptions, type FetchOptions } from '../../src/index.ts';
import { loadExecutors, type Executors } from './executors.ts';

export interface SmallSubgraph {
  readonly sdl: string;
  readonly resolvers?: object;
  /** 1 for an SDL without `@link`, as federation 1 wrote it; 2 unless said otherwise. */
  readonly federation?: 1 | 2;
}

/** A request as a subgraph got it. */
export interface Sent {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly traceHeaders: FetchOptions['traceHeaders'];
}

const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@requires", "@provides", "@external", "@shareable", "@interfaceObject", "@override", "@inaccessible", "@extends"])\n`;

/** The supergraph of subgraphs of a few lines, and they. @throws when they do not compose */
export function composeSmallGraph(subgraphs: Readonly<Record<string, SmallSubgraph>>) {
  const parts = Object.entries(subgraphs).map(([name, { sdl, resolvers = {}, federation = 2 }]) => ({
    name,
    url: `http://${name}.invalid`,
    typeDefs: parse(federation === 1 ? sdl : header + sdl),
    resolvers: resolvers as GraphQLResolverMap<unknown>,
  }));
  const { supergraphSdl, errors } = composeServices(parts);
  if (supergraphSdl === undefined) throw new Error(`The small graph does not compose: ${String(errors)}`);
  return { supergraphSdl, parts };
}

/** Both executors over subgraphs of a few lines, and all that the compiled one sends. */
export async function loadSmallGraph(
  subgraphs: Readonly<Record<string, SmallSubgraph>>,
  compiled: CompiledGatewayOptions = {},
): Promise<Executors & { readonly sent: Sent[] }> {
  const { supergraphSdl, parts } = composeSmallGraph(subgraphs);
  const sent: Sent[] = [];
  const sources = new Map<string, GraphQLDataSource>();
  for (const { name, typeDefs, resolvers } of parts) {
    const source = new InProcessDataSource({ schema: buildSubgraphSchema({ typeDefs, resolvers }) });
    sources.set(name, {
      process(options) {
        const { query = '', variables = {} } = options.request;
        const { traceHeaders } = options as FetchOptions;
        sent.push({ subgraph: name, query, variables: structuredClone(variables), traceHeaders });
        return source.process(options);
      },
    });
  }
  const executors = await loadExecutors({
    supergraphSdl,
    source: (name) => sources.get(name) ?? { process: () => Promise.reject(new Error(`no ${name}`)) },
    compiled,
  });
  return { ...executors, sent };
}
