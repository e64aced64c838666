import { existsSync, readFileSync } from 'node:fs';

const schemaFolder = new URL('../../../schema/', import.meta.url);

/** The composed graph as routers load it; written by `npm run compose`. */
export const supergraphFile = new URL('supergraph.graphql', schemaFolder);
/** The graph as clients see it; written by `npm run compose`. */
export const apiFile = new URL('api.graphql', schemaFolder);
/** How long answers may be kept, by schema coordinate; written by `npm run compose`. */
export const cachePolicyFile = new URL('cache-policy.json', schemaFolder);
/** The saved operations, a `.graphql` file each, with their variables beside them. */
export const operationsFolder = new URL('operations/', schemaFolder);

export function readIfThere(file: URL): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
