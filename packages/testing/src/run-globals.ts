import type { TestPostgres } from './postgres.ts';

/** How Jest's global setup hands things to its teardown: both run in one process, and Jest offers no other way. */
export type RunGlobals = typeof globalThis & { mosaicoTestPostgres?: TestPostgres };
