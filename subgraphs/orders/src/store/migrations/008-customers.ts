import type { Migration } from '../migration.ts';

/**
 * What accounts need: logins that are kept up by refresh tokens, tokens that come by mail, mail that is to be sent, which of the
 * addresses is the default one, and how often somebody has failed to log in.
 */
export const customers: Migration = {
  name: '008-customers',
  async run(database, dialect) {
    const { instant, tableOptions } = dialect.columns;

    for (const [column, type] of [
      ['email_verified_at', instant],
      ['closed_at', instant],
      // The first of the addresses while it is null.
      ['default_address_no', 'integer'],
      // The largest that was ever given out, so that none is given out twice.
      ['last_address_no', 'integer'],
    ] as const) {
      if (await database.schema.hasColumn('customers', column)) continue;
      await database.raw(`alter table customers add column ${column} ${type} null`);
    }

    // A login. Its refresh tokens are one family: each is used once, and one that comes again ends all of them.
    await database.raw(
      `create table if not exists login_sessions (
         session_id varchar(36) not null primary key,
         customer_id integer not null,
         started_at ${instant} not null,
         expires_at ${instant} not null,
         ended_at ${instant} null,
         end_reason varchar(20) null,
         constraint login_sessions_customer foreign key (customer_id) references customers (customer_id)
       ) ${tableOptions()}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_login_sessions_customer',
      table: 'login_sessions',
      columns: 'customer_id, expires_at',
    });
    await database.raw(
      `create table if not exists refresh_tokens (
         token_hash varchar(64) not null primary key,
         session_id varchar(36) not null,
         issued_at ${instant} not null,
         used_at ${instant} null,
         constraint refresh_tokens_session foreign key (session_id) references login_sessions (session_id)
       ) ${tableOptions()}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_refresh_tokens_session',
      table: 'refresh_tokens',
      columns: 'session_id',
    });

    await database.raw(
      `create table if not exists mail_tokens (
         token_hash varchar(64) not null primary key,
         purpose varchar(20) not null,
         customer_id integer not null,
         issued_at ${instant} not null,
         expires_at ${instant} not null,
         used_at ${instant} null,
         constraint mail_tokens_customer foreign key (customer_id) references customers (customer_id)
       ) ${tableOptions()}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_mail_tokens_customer',
      table: 'mail_tokens',
      columns: 'customer_id, purpose',
    });
    await dialect.createIndexIfMissing(database, {
      name: 'idx_mail_tokens_expiry',
      table: 'mail_tokens',
      columns: 'expires_at',
    });
    // Mail that is to be sent; a row goes when the mail has gone. It names its reader by the account, or, where it is not known
    // yet whether there is one, by the address that somebody has typed in.
    await database.raw(
      `create table if not exists mail_outbox (
         mail_id varchar(36) not null primary key,
         kind varchar(30) not null,
         customer_id integer null,
         email varchar(254) null,
         created_at ${instant} not null,
         next_try_at ${instant} not null,
         tries integer not null default 0,
         constraint mail_outbox_customer foreign key (customer_id) references customers (customer_id)
       ) ${tableOptions()}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_mail_outbox_next_try',
      table: 'mail_outbox',
      columns: 'next_try_at, mail_id',
    });

    await database.raw(
      `create table if not exists login_attempts (
         attempt_key varchar(80) not null primary key,
         attempts integer not null,
         window_ends_at ${instant} not null
       ) ${tableOptions()}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_login_attempts_window',
      table: 'login_attempts',
      columns: 'window_ends_at',
    });
  },
};
