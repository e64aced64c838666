import { afterAll, beforeAll } from '@jest/globals';
import { createStripeMock } from '@mosaico/stores';
import { requiresRealStores } from './config.ts';
import { standInFor } from './engines.ts';

const startMs = 600_000;
let url: string | undefined;

/**
 * Makes the describe block in which it is called one that has a stripe-mock of its own: true when it will be up for its tests.
 * Otherwise the block gets one test that says what is missing, skipped; or failing, where REQUIRE_REAL_STORES is 1, which also
 * builds it where Go is.
 */
export function canStartStripeMock(): boolean {
  const mock = createStripeMock();
  const missing = mock.missing();
  if (missing !== null && !(requiresRealStores() && mock.canInstall())) {
    standInFor({ what: 'stripe-mock', missing });
    return false;
  }
  let stop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    await mock.install();
    ({ url, stop } = await mock.start());
  }, startMs);
  afterAll(() => stop?.());
  return true;
}

/** Where the stripe-mock of the block is. */
export function stripeMockUrl(): string {
  if (url === undefined) throw new Error('A stripe-mock is there while a test runs, and not before.');
  return url;
}
