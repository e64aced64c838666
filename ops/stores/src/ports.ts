import { createServer } from 'node:net';
import type { ServerName } from './names.ts';

/** How many ports one set may take: sets whose bases lie this far apart run side by side. */
export const portsPerSet = 100;

/**
 * Where each server listens, counted from the set's port base. The nodes of a Cassandra ring share their ports and
 * differ by address, as the driver requires.
 */
export const portOffsets = {
  mysql: 1,
  'mysql-replica': 2,
  postgres: 11,
  'postgres-replica': 12,
  pgbouncer: 13,
  mongodb: 21,
  dynamodb: 31,
  'cassandra-1': 41,
  'cassandra-2': 41,
  'cassandra-3': 41,
  'redis-l1': 51,
  'redis-l2': 52,
} as const satisfies Record<ServerName, number>;

/** How far behind a native server's port its container's is, so that both kinds can be up at once. */
const containerOffset = 45;

/** The port of the host at which a container is published. */
export function containerPort(server: ServerName, portBase: number): number {
  return portBase + portOffsets[server] + containerOffset;
}

/** The port on which Cassandra's nodes talk to each other, counted from the set's port base. */
export const cassandraStorageOffset = 42;

const hosts: Partial<Record<ServerName, string>> = { 'cassandra-2': '127.0.0.2', 'cassandra-3': '127.0.0.3' };

/** A TCP address of this machine. */
export interface Address {
  host: string;
  port: number;
}

export function addressOf(server: ServerName, portBase: number): Address {
  return { host: hosts[server] ?? '127.0.0.1', port: portBase + portOffsets[server] };
}

/** Whether nobody listens there. */
export function isFree({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
