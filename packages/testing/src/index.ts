export { findBrowser, launchBrowser } from './browser.ts';
export { dropPostgresDatabase } from './drop-postgres-database.ts';
export { canStart, describeOnEngines, realStoreUrl, standInFor, type Engine } from './engines.ts';
export { createOwnStores, type OwnStores } from './own-stores.ts';
export { createTestDatabase, startTestPostgres, type TestDatabase, type TestPostgres } from './postgres.ts';
export { realStores } from './real-stores.ts';
export { startTcpProxy, type TcpProxy, type Weather } from './tcp-proxy.ts';
export { canStartStripeMock, stripeMockUrl } from './stripe-mock.ts';
export { waitFor } from './wait-for.ts';
