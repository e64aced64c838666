/** How many operations are made up, and the seed of the first; a failure tells the seed of its operation. */
export const fuzzOperations = Number(process.env['FUZZ_OPERATIONS'] ?? 2_000);
export const fuzzSeed = Number(process.env['FUZZ_SEED'] ?? 20_261_130);
