import { beforeAll, describe, test } from '@jest/globals';
import type { StoreName } from '@mosaico/stores';
import { requiresRealStores } from './config.ts';
import { realStores } from './real-stores.ts';

/** What a contract suite runs on: an embedded engine, or a real server. */
export interface Engine {
  /** As a person calls it: `embedded PostgreSQL`, `MariaDB`. */
  readonly name: string;
  /** The real server that it is; none for an embedded engine, which is always there. */
  readonly store?: StoreName;
}

/** A server of the machine may be cold, and Cassandra is slow to begin. */
const startMs = 180_000;

/**
 * Runs a contract suite on each engine there is, in a describe block called `<suite>, on <engine>`. A real server is started
 * before the first test that needs it. Where it cannot be, its tests are skipped, by a name that says what to install; or
 * they fail, where REQUIRE_REAL_STORES is 1.
 */
export function describeOnEngines<Subject extends Engine>(
  suite: string,
  engines: readonly Subject[],
  tests: (engine: Subject) => void,
): void {
  for (const engine of engines) {
    describe(`${suite}, on ${engine.name}`, () => {
      if (engine.store === undefined || canStart(engine.store)) tests(engine);
    });
  }
}

/**
 * Makes the describe block in which it is called one that has a real server: true when it will be up for its tests.
 * Otherwise the block gets one test that says what is missing, skipped or failing as above.
 */
export function canStart(store: StoreName): boolean {
  const missing = realStores().missing(store);
  if (missing === null) {
    beforeAll(() => realStores().up([store]), startMs);
    return true;
  }
  standInFor({ what: `a real ${store}`, missing });
  return false;
}

/**
 * Gives the describe block in which it is called one test in the place of those that need what is not here: skipped, by a name
 * that says what to do; or failing, where REQUIRE_REAL_STORES is 1.
 *
 * @param options.what it is, as it completes `needs …`
 * @param options.missing one sentence that says how to get it
 */
export function standInFor({ what, missing }: { what: string; missing: string }): void {
  if (!requiresRealStores()) {
    test.skip(`is not tested: ${missing}`, () => undefined);
    return;
  }
  test(`needs ${what}`, () => {
    throw new Error(`REQUIRE_REAL_STORES is 1, and this needs ${what}. ${missing}`);
  });
}

/** A variable of a running real store, such as MYSQL_URL. */
export function realStoreUrl(store: StoreName, variable: string): string {
  const url = realStores().environment([store])[variable];
  if (url === undefined) throw new Error(`The real ${store} has no ${variable}.`);
  return url;
}
