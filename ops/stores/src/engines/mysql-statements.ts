import type { Address } from '../ports.ts';
import type { SetFolder } from '../set-folder.ts';

/** What an application, its migrations and its tests do; on a replica none of it may write. */
const privileges = [
  'SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, REFERENCES, INDEX, ALTER, CREATE TEMPORARY TABLES, LOCK TABLES, CREATE VIEW',
  'SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, EXECUTE, EVENT, TRIGGER, PROCESS',
  // To ask how far a replica is behind, and, in a test, to make it lag.
  'BINLOG MONITOR, SLAVE MONITOR, REPLICATION SLAVE ADMIN',
].join(', ');

/** What Debezium does: it reads rows at its first start, under a lock, and then the binary log, whose format the settings make ROW. */
const capturePrivileges = 'SELECT, RELOAD, SHOW DATABASES, LOCK TABLES, REPLICATION SLAVE, BINLOG MONITOR';

/**
 * The users of a server and its database, one statement a line, as an init file requires. Not logged: each server has its
 * own. Nobody can log in without a password.
 */
export function accountStatements(set: SetFolder, database: string): string[] {
  return [
    'SET SESSION sql_log_bin = 0;',
    `ALTER USER root@localhost IDENTIFIED BY '${set.password('root')}';`,
    // The installer makes root, and nobody, for each name of the machine, and gives them no password.
    "DELETE FROM mysql.global_priv WHERE (User = 'root' AND Host <> 'localhost') OR User = '';",
    'FLUSH PRIVILEGES;',
    `CREATE USER IF NOT EXISTS mosaico@'127.0.0.1';`,
    `ALTER USER mosaico@'127.0.0.1' IDENTIFIED BY '${set.password('mosaico')}';`,
    `GRANT ${privileges} ON *.* TO mosaico@'127.0.0.1';`,
    `CREATE USER IF NOT EXISTS replicator@'127.0.0.1';`,
    `ALTER USER replicator@'127.0.0.1' IDENTIFIED BY '${set.password('replicator')}';`,
    `GRANT REPLICATION SLAVE ON *.* TO replicator@'127.0.0.1';`,
    `CREATE USER IF NOT EXISTS debezium@'127.0.0.1';`,
    `ALTER USER debezium@'127.0.0.1' IDENTIFIED BY '${set.password('debezium')}';`,
    `GRANT ${capturePrivileges} ON *.* TO debezium@'127.0.0.1';`,
    `CREATE DATABASE IF NOT EXISTS ${database};`,
  ];
}

/**
 * The replica's place is kept in its own tables, in the transactions that it applies; so that naming the primary anew at each
 * start loses nothing, and mends a relay log that a kill cut off.
 */
export function replicationStatements(primary: Address, password: string): string[] {
  const source = [
    `MASTER_HOST = '${primary.host}'`,
    `MASTER_PORT = ${primary.port}`,
    `MASTER_USER = 'replicator'`,
    `MASTER_PASSWORD = '${password}'`,
    'MASTER_CONNECT_RETRY = 1',
    'MASTER_USE_GTID = slave_pos',
  ];
  return [`CHANGE MASTER TO ${source.join(', ')};`, 'START SLAVE;'];
}
