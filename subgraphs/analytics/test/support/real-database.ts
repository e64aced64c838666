import { randomBytes } from 'node:crypto';
import { realStoreUrl, waitFor } from '@mosaico/testing';
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
  const elsewhere = inDatabase(url, 'postgres');
  await onServer(elsewhere, `CREATE DATABASE ${name}`);
  return {
    url,
    replicaUrl,
    async drop() {
      await waitFor(() => isDropped(elsewhere, name), {
        deadlineMs: 60_000,
        describe: `the database ${name} to be dropped`,
      });
    },
  };
}

/** Not while PostgreSQL vacuums it: the worker belongs to the superuser, and only a superuser may end it. */
async function isDropped(elsewhere: string, name: string): Promise<boolean> {
  try {
    await onServer(elsewhere, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    return true;
  } catch (error) {
    if (Error.isError(error) && 'code' in error && error.code === '42501') return false;
    throw error;
  }
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
