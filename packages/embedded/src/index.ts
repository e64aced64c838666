export { DataFolderInUseError, EmbeddedErrorCode, EmbeddedStoreError, type LockHolder } from './errors.ts';
export { type DataFolder, openDataFolder } from './data-folder.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  keepEmbeddedPostgres,
  startEmbeddedPostgres,
} from './postgres/start.ts';
export { type EmbeddedDynamo, startDynalite } from './dynalite/start.ts';
export { openSqlite } from './sqlite.ts';
export { type EmbeddedLogger } from './logger.ts';
