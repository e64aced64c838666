/** The clients that knex makes from the names `mysql2` and `pg`; it exports them without types. */
interface KnexStatement {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  /** What builds it: `select`, `first`, `pluck`, `insert`, `update`, `del`, `raw`, and others; none for `BEGIN` and its like. */
  readonly method?: string;
  response?: unknown;
}

declare module 'knex/lib/dialects/mysql2/index.js' {
  import type { Connection } from 'mysql2';
  import type { Knex } from 'knex';
  export default class extends Knex.Client {
    _query(connection: Connection, statement: KnexStatement): Promise<KnexStatement>;
  }
}

declare module 'knex/lib/dialects/postgres/index.js' {
  import type { Client } from 'pg';
  import type { Knex } from 'knex';
  export default class extends Knex.Client {
    _query(connection: Client, statement: KnexStatement): Promise<KnexStatement>;
  }
}
