import type { Knex } from 'knex';
import type { Dialect } from './dialect.ts';

/**
 * A change of the schema. MySQL commits each statement that changes a schema at once, so a migration that was killed is
 * half done, and runs again from its beginning: every step of it must do nothing where it has been done already.
 */
export interface Migration {
  /** Begins with its number; never changes once released. */
  readonly name: string;
  readonly run: (database: Knex, dialect: Dialect) => Promise<void>;
}
