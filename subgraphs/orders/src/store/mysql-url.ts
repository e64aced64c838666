import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

/** Where a MySQL server is, and how its connections are protected, as the driver takes it. */
interface MysqlServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Absent for a connection without TLS. */
  readonly ssl?: { readonly rejectUnauthorized: boolean; readonly verifyIdentity: boolean; readonly ca?: string };
}

/** As MySQL's own clients name them, PREFERRED apart: what falls back to plain text protects nobody. */
const sslModes = {
  DISABLED: null,
  /** Encrypted; whoever answers is believed. */
  REQUIRED: { rejectUnauthorized: false, verifyIdentity: false },
  /** The certificate must be signed by an authority that is trusted. */
  VERIFY_CA: { rejectUnauthorized: true, verifyIdentity: false },
  /** And it must name the host of the URL. */
  VERIFY_IDENTITY: { rejectUnauthorized: true, verifyIdentity: true },
} as const;
type SslMode = keyof typeof sslModes;

const modeParameter = 'ssl-mode';
const caParameter = 'ssl-ca';

/**
 * What is wrong with a URL `mysql://user:password@host:3306/database?ssl-mode=VERIFY_IDENTITY&ssl-ca=/path/to/ca.pem`, as it
 * completes "must …"; null when nothing is. Both parameters may be absent, for a connection without TLS and for the
 * authorities that Node trusts. Any other parameter is refused, because drivers give each its own meaning.
 */
export function mysqlUrlFault(text: string): string | null {
  if (!URL.canParse(text) || !text.startsWith('mysql://')) return 'be a URL that begins with mysql://';
  const { hostname, searchParams, pathname } = new URL(text);
  if (!/^\/[^/]+$/.test(pathname)) return 'name a database, as in mysql://host:3306/orders';
  const unknown = Array.from(searchParams.keys()).find((name) => name !== modeParameter && name !== caParameter);
  if (unknown !== undefined) return `have no parameter but ${modeParameter} and ${caParameter}`;
  const mode = searchParams.get(modeParameter) ?? 'DISABLED';
  if (!isSslMode(mode)) return `have an ${modeParameter} of ${Object.keys(sslModes).join(', ')}`;
  if (searchParams.has(caParameter) && sslModes[mode]?.rejectUnauthorized !== true) {
    return `have an ${caParameter} only with an ${modeParameter} of VERIFY_CA or VERIFY_IDENTITY`;
  }
  if (mode === 'VERIFY_IDENTITY' && isIP(withoutBrackets(hostname)) !== 0) {
    // The driver would compare the certificate with "localhost" instead.
    return 'have a host by its name, which a certificate can tell, with an ssl-mode of VERIFY_IDENTITY';
  }
  return null;
}

/** @throws Error that says what is wrong with the URL; or that the file of `ssl-ca` cannot be read */
export function readMysqlUrl(text: string): MysqlServer {
  const fault = mysqlUrlFault(text);
  if (fault !== null) throw new Error(`The URL of a MySQL server must ${fault}.`);
  const { hostname, port, username, password, pathname, searchParams } = new URL(text);
  const mode = (searchParams.get(modeParameter) ?? 'DISABLED') as SslMode;
  const ca = searchParams.get(caParameter);
  const ssl = sslModes[mode];
  return {
    host: withoutBrackets(hostname),
    port: port === '' ? 3306 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ...(ssl === null ? {} : { ssl: { ...ssl, ...(ca === null ? {} : { ca: readFileSync(ca, 'utf8') }) } }),
  };
}

/** An IPv6 address stands in brackets. */
function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

function isSslMode(text: string): text is SslMode {
  return Object.hasOwn(sslModes, text);
}
