import { readFileSync } from 'node:fs';

const file = new URL('../../schema/supergraph.graphql', import.meta.url);

/** The shop's own supergraph. @param origin where its subgraphs answer, each at its name */
export function shopSupergraph(origin: string): string {
  return readFileSync(file, 'utf8').replaceAll(
    /(@join__graph\(name: "(\w+)", url: ")[^"]*"/g,
    (_whole, before: string, name: string) => `${before}${origin}/${name}"`,
  );
}
