export { StoresError, StoresErrorCode } from './errors.ts';
export { type CassandraNodes, type ServerName, serversOf, type StoreName, storeNames } from './names.ts';
export { portsPerSet } from './ports.ts';
export type { ServerHandle } from './server-handle.ts';
export type { ServerStatus } from './store-life.ts';
export { createStripeMock, type StripeMock } from './stripe-mock/stripe-mock.ts';
export { createStoreSet, type StoreSet, type Stores } from './store-set.ts';
