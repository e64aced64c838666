/**
 * Server settings of the embedded PostgreSQL: small, local, and durable (an acknowledged commit survives a power cut).
 * They are given at every start rather than written into the cluster, so that a folder follows the code.
 */
const serverSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  huge_pages: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  // Nothing replicates from an embedded server, and bulk loads write less of this log.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_wal_size: '512MB',
  // No worker processes for reads that the page cache answers.
  io_method: 'sync',
  max_worker_processes: '4',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Failed statements are the application's to report; here they would fill the log, customers' data included.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

/** Command-line arguments for the server; `extra` overrides. */
export function settingArguments(extra: Readonly<Record<string, string>>): string[] {
  return Object.entries({ ...serverSettings, ...extra }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
