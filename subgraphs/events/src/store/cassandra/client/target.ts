/** Where a Cassandra keyspace is and how it is to be kept. */
export interface CassandraTarget {
  readonly contactPoints: readonly string[];
  readonly port: number;
  readonly keyspace: string;
  readonly dataCenter: string;
  readonly replicationFactor: number;
  readonly credentials: { readonly username: string; readonly password: string } | null;
}

/** How a URL of a keyspace is written; the hosts share the port. */
export const cassandraUrlForm = 'cassandra://[user:password@]host[,host…][:9042]/keyspace?dc=datacenter1&rf=3';

/** @returns null when the URL is not of that form. */
export function parseCassandraUrl(text: string): CassandraTarget | null {
  const url = URL.parse(text);
  if (url?.protocol !== 'cassandra:') return null;
  const contactPoints = url.hostname.split(',');
  const keyspace = url.pathname.slice(1);
  const replicationFactor = url.searchParams.get('rf') ?? '3';
  const dataCenter = url.searchParams.get('dc') ?? 'datacenter1';
  // Keyspace and data center become a part of the text of CQL statements, which knows no parameters there.
  const isWellFormed =
    contactPoints.every((host) => host !== '') &&
    /^[a-z][a-z0-9_]{0,47}$/.test(keyspace) &&
    /^[1-9]$/.test(replicationFactor) &&
    /^[\w-]{1,64}$/.test(dataCenter) &&
    Array.from(url.searchParams.keys()).every((name) => name === 'dc' || name === 'rf');
  if (!isWellFormed) return null;
  return {
    contactPoints,
    port: url.port === '' ? 9042 : Number(url.port),
    keyspace,
    dataCenter,
    replicationFactor: Number(replicationFactor),
    credentials:
      url.username === ''
        ? null
        : { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
  };
}
