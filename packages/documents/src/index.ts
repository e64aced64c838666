export * from './document-collection.ts';
export {
  DocumentError,
  type DocumentErrorCode,
  documentErrorCodes,
  DuplicateKeyError,
  UnsupportedOperatorError,
} from './errors.ts';
export {
  type EmbeddedCollection,
  type EmbeddedDatabase,
  type EmbeddedDatabaseOptions,
  openEmbeddedDatabase,
} from './embedded/open-embedded-database.ts';
export { type Explanation } from './embedded/explain.ts';
export { type MongoDatabase, type MongoDatabaseOptions, openMongoDatabase } from './mongo/open-mongo-database.ts';
export { supportedOperators } from './supported-operators.ts';
