import { composeServices } from '@apollo/composition';
import { parse, printSchema } from 'graphql';

/** A subgraph as composition reads it. */
export interface SubgraphDefinition {
  readonly name: string;
  /** Where routers other than this one reach it; it is written into the supergraph. */
  readonly url: string;
  /** The whole SDL, the shared header included. */
  readonly sdl: string;
}

export interface Supergraph {
  /** What a federation router loads: every type and field with the subgraphs that answer for it. */
  readonly supergraphSdl: string;
  /** What clients see. */
  readonly apiSdl: string;
}

/** Thrown when subgraphs do not fit together. The message lists every fault. */
export class CompositionError extends Error {
  override readonly name = 'CompositionError';
}

/**
 * Composes subgraphs into one graph (https://specs.apollo.dev/federation/v2.9).
 *
 * @throws CompositionError that names every fault of every subgraph, a line each.
 */
export function composeSupergraph(subgraphs: readonly SubgraphDefinition[]): Supergraph {
  const faults: string[] = [];
  const services = subgraphs.flatMap(({ name, url, sdl }) => {
    try {
      return [{ name, url, typeDefs: parse(sdl) }];
    } catch (error) {
      faults.push(`[${name}] ${Error.isError(error) ? error.message : String(error)}`);
      return [];
    }
  });
  if (faults.length > 0) throw compositionError(faults);
  const composed = composeServices(services);
  if (composed.errors) throw compositionError(composed.errors.map((error) => error.message));
  return {
    supergraphSdl: `${composed.supergraphSdl.trimEnd()}\n`,
    apiSdl: `${printSchema(composed.schema.toAPISchema().toGraphQLJSSchema()).trimEnd()}\n`,
  };
}

function compositionError(faults: readonly string[]): CompositionError {
  return new CompositionError(
    `The subgraphs do not compose:\n${faults.map((fault) => `  ${fault.replaceAll('\n', '\n    ')}`).join('\n')}`,
  );
}
