import { readFileSync, writeFileSync } from 'node:fs';
import { completeSdl } from '@mosaico/service';
import { defaultSubgraphUrls } from '../config.ts';
import { CompositionError, composeSupergraph, type Supergraph } from './compose-supergraph.ts';
import { readCachePolicy } from '../response-cache/cache-policy.ts';
import { apiFile, cachePolicyFile, readIfThere, supergraphFile } from './files.ts';

/**
 * Writes `schema/supergraph.graphql`, `schema/api.graphql` and `schema/cache-policy.json` from the subgraphs' SDLs; with `--check` it only tells whether
 * they are current, and exits with 1 when they are not.
 */
const check = process.argv.includes('--check');
const subgraphs = Object.entries(defaultSubgraphUrls).map(([name, url]) => ({
  name,
  url,
  sdl: completeSdl(readFileSync(new URL(`../../../subgraphs/${name}/schema.graphql`, import.meta.url), 'utf8')),
}));
const { supergraphSdl, apiSdl } = composed();
const cachePolicy = `${JSON.stringify(readCachePolicy(subgraphs.map(({ sdl }) => sdl)), null, 2)}\n`;
const stale = [
  { name: 'schema/supergraph.graphql', file: supergraphFile, text: supergraphSdl },
  { name: 'schema/api.graphql', file: apiFile, text: apiSdl },
  { name: 'schema/cache-policy.json', file: cachePolicyFile, text: cachePolicy },
].filter(({ file, text }) => readIfThere(file) !== text);

if (!check) for (const { file, text } of stale) writeFileSync(file, text);
if (stale.length > 0) {
  console.log(
    `${check ? 'Out of date, run npm run compose' : 'Written'}:\n${stale.map(({ name }) => `  ${name}`).join('\n')}`,
  );
}
process.exit(check && stale.length > 0 ? 1 : 0);

function composed(): Supergraph {
  try {
    return composeSupergraph(subgraphs);
  } catch (error) {
    if (!(error instanceof CompositionError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
