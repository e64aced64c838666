import { fileURLToPath } from 'node:url';
import type { ServerName, StoreName } from '../names.ts';
import type { SetFolder } from '../set-folder.ts';

/** What a store is in docker-compose.yml. */
interface ComposeStore {
  /** Its servers, each with the name by which it is known here; null for one that the host does not reach. */
  readonly servers: Readonly<Record<string, ServerName | null>>;
  /** What is run to its end each time when its servers are up. */
  readonly jobs: readonly string[];
  readonly volumes: readonly string[];
}

export const composeStores: Readonly<Record<StoreName, ComposeStore>> = {
  mysql: {
    servers: { mysql: 'mysql', 'mysql-replica': 'mysql-replica' },
    jobs: [],
    volumes: ['mysql', 'mysql-replica'],
  },
  postgres: {
    servers: { postgres: 'postgres', 'postgres-replica': 'postgres-replica', pgbouncer: 'pgbouncer' },
    jobs: [],
    volumes: ['postgres', 'postgres-replica'],
  },
  mongodb: {
    servers: { 'mongodb-1': 'mongodb', 'mongodb-2': null, 'mongodb-3': null },
    jobs: ['mongodb-init'],
    volumes: [1, 2, 3].flatMap((member) => [`mongodb-${member}`, `mongodb-${member}-config`]),
  },
  dynamodb: { servers: { dynamodb: 'dynamodb' }, jobs: [], volumes: ['dynamodb'] },
  cassandra: { servers: { cassandra: 'cassandra-1' }, jobs: [], volumes: ['cassandra'] },
  redis: { servers: { 'redis-l1': 'redis-l1', 'redis-l2': 'redis-l2' }, jobs: [], volumes: [] },
};

/** Sets differ by their ports, and so do their projects. */
export function projectName(set: SetFolder): string {
  return `mosaico-stores-${set.portBase}`;
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The arguments with which every command on the set's project begins. */
export function composeArguments(set: SetFolder): string[] {
  const files = ['docker-compose.yml', 'ops/compose/development.yml'].flatMap((file) => ['--file', `${root}${file}`]);
  return ['compose', '--project-name', projectName(set), '--project-directory', root, ...files];
}

/**
 * What docker-compose.yml requires of its environment, all of it, since Compose asks for that whichever service is meant.
 * @param set as containers are published
 */
export function composeVariables(set: SetFolder): Record<string, string> {
  const port = (server: ServerName): string => String(set.address(server).port);
  return {
    ACCESS_TOKEN_SECRET: set.password('access-token'),
    INTERNAL_TOKEN_SECRET: set.password('internal-token'),
    MYSQL_ROOT_PASSWORD: set.password('root'),
    MYSQL_PASSWORD: set.password('mosaico'),
    MYSQL_REPLICATION_PASSWORD: set.password('replicator'),
    POSTGRES_ROOT_PASSWORD: set.password('postgres'),
    POSTGRES_PASSWORD: set.password('mosaico'),
    POSTGRES_REPLICATION_PASSWORD: set.password('replicator'),
    MONGO_ROOT_PASSWORD: set.password('root'),
    MONGO_PASSWORD: set.password('mosaico'),
    MONGO_REPLICA_SET_KEY: set.password('mongodb-members'),
    REDIS_L1_PASSWORD: set.password('redis-l1'),
    REDIS_L2_PASSWORD: set.password('redis-l2'),
    // No process of the shop is started, and nobody pays.
    PAYMENT_PROVIDER: 'sandbox',
    MYSQL_PORT: port('mysql'),
    MYSQL_REPLICA_PORT: port('mysql-replica'),
    POSTGRES_PORT: port('postgres'),
    POSTGRES_REPLICA_PORT: port('postgres-replica'),
    PGBOUNCER_PORT: port('pgbouncer'),
    MONGODB_PORT: port('mongodb'),
    DYNAMODB_PORT: port('dynamodb'),
    CASSANDRA_PORT: port('cassandra-1'),
    REDIS_L1_PORT: port('redis-l1'),
    REDIS_L2_PORT: port('redis-l2'),
  };
}
