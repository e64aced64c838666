/** The kinds of store that have real servers here; each may be several processes. */
export const storeNames = ['mysql', 'postgres', 'mongodb', 'dynamodb', 'cassandra', 'redis'] as const;
export type StoreName = (typeof storeNames)[number];

/** Every server there can be, in the order that a person reads them, by the store that it is a part of. */
export const serversOf = {
  mysql: ['mysql', 'mysql-replica'],
  postgres: ['postgres', 'postgres-replica', 'pgbouncer'],
  mongodb: ['mongodb'],
  dynamodb: ['dynamodb'],
  cassandra: ['cassandra-1', 'cassandra-2', 'cassandra-3'],
  redis: ['redis-l1', 'redis-l2'],
} as const satisfies Record<StoreName, readonly string[]>;
export type ServerName = (typeof serversOf)[StoreName][number];

/** A ring has one node, or as many as a quorum of three copies needs. */
export type CassandraNodes = 1 | 3;

export function storeOf(server: ServerName): StoreName {
  const store = storeNames.find((name) => serversOf[name].some((known) => known === server));
  if (!store)
    throw new Error(`There is no server ${server}: the names are ${Object.values(serversOf).flat().join(', ')}.`);
  return store;
}
