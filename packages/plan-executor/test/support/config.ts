/** How many operations are made up, and the seed of the first; a failure tells the seed of its operation. */
export const fuzzOperations = Number(process.env['FUZZ_OPERATIONS'] ?? 2_000);
export const fuzzSeed = Number(process.env['FUZZ_SEED'] ?? 20_261_130);

/** How many operations are made up of each of the small graphs. */
export const fuzzOperationsOfSmallGraphs = Number(process.env['FUZZ_SMALL_OPERATIONS'] ?? 10);

/** The file of the supergraph that they are made of; relative to where the tests are started. */
export const fuzzSupergraph = process.env['FUZZ_SUPERGRAPH'] ?? new URL('../generated/shop.graphql', import.meta.url);
