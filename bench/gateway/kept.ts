import { createGateway } from '@mosaico/gateway';
import { createIdentityTokens, createSilentLogger } from '@mosaico/service';
import { randomUUID } from 'node:crypto';
import { execute, parse } from 'graphql';
import { composeGraph, subgraphSchemas } from './graph.ts';

/**
 * The shop's gateway over the bench's graph, all of which anybody may keep: what it has answered to a guest's GET, it answers from
 * memory. It prints where it listens.
 */
const forAll = { maxAge: 3_600 };
const { url } = await createGateway({
  supergraphSdl: composeGraph('http://127.0.0.1'),
  subgraphs: Array.from(subgraphSchemas(), ([name, schema]) => ({
    name,
    execute: async ({ query, variables }) => {
      const { data, errors = [] } = await execute({ schema, document: parse(query), variableValues: variables ?? {} });
      if (errors.length > 0) throw new Error(`The bench's subgraph ${name} failed.`, { cause: errors[0] });
      return { data: data ?? null };
    },
  })),
  responseCache: {
    policy: { User: forAll, Product: forAll, Review: forAll },
    changes: { isHearing: true, onInvalidation: () => undefined, onDeaf: () => undefined },
  },
  accessTokens: createIdentityTokens({
    audience: 'access',
    secret: randomUUID(),
    lifetimeSeconds: 60,
    now: () => new Date(),
  }),
  health: () => Promise.resolve([]),
  host: '127.0.0.1',
  port: 0,
  logger: createSilentLogger(),
  explorer: { prebuild: false },
});
console.log(url);
