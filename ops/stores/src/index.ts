/** The kinds of store that have real servers here; each may be several processes. */
export const storeNames = ['mysql', 'postgres', 'mongodb', 'dynamodb', 'cassandra', 'redis'] as const;
export type StoreName = (typeof storeNames)[number];
