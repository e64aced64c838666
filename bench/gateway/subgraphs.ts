import { execute, parse } from 'graphql';
import { subgraphSchemas } from './graph.ts';
import { repeatBytes } from './repeat-bytes.ts';

/** The subgraphs of the bench's graph over HTTP. The first argument is a delay of each answer in milliseconds. */
const schemas = subgraphSchemas();

repeatBytes({
  delayMs: Number(process.argv[2] ?? 0),
  async answer(name, { query, variables }) {
    const schema = schemas.get(name);
    if (schema === undefined) throw new Error(`The bench has no subgraph ${name}.`);
    return execute({ schema, document: parse(query), variableValues: variables ?? {} });
  },
});
