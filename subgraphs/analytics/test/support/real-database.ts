import { randomBytes } from 'node:crypto';
import { dropPostgresDatabase, realStoreUrl } from '@mosaico/testing';
import { inDatabase, onServer } from './on-server.ts';

/** A database of a test's own on the real PostgreSQL. */
export interface RealDatabase {
  /** Through PgBouncer. */
  readonly url: string;
  /** On the replica, which has the database as soon as it has replayed its making. */
  readonly replicaUrl: string;
  /** Ends what is still connected and drops the database. */
  drop(): Promise<void>;
}

export async function createRealDatabase(): Promise<RealDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const [url, replicaUrl] = ['POSTGRES_URL', 'POSTGRES_REPLICA_URL'].map((variable) =>
    inDatabase(realStoreUrl('postgres', variable), name),
  );
  if (url === undefined || replicaUrl === undefined) throw new Error('The real PostgreSQL has two URLs.');
  await onServer(inDatabase(url, 'postgres'), `CREATE DATABASE ${name}`);
  return {
    url,
    replicaUrl,
    drop: () => dropPostgresDatabase(url, name),
  };
}

/** Where the real primary itself listens, past PgBouncer. */
export async function primaryAddress(): Promise<{ host: string; port: number }> {
  const [address] = await onServer<{ host: string; port: number }>(
    realStoreUrl('postgres', 'POSTGRES_URL'),
    'SELECT host(inet_server_addr()) AS host, inet_server_port() AS port',
  );
  if (!address) throw new Error('The primary must tell where it listens.');
  return address;
}
