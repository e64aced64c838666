/** What a process that is measured inherits: nothing of Mosaico's own settings, and nothing that `npm run` adds. */
const inherited =
  /^(HOME|PATH|TMPDIR|https?_proxy|no_proxy|node_extra_ca_certs|npm_config_(registry|cache|userconfig))$/i;

/**
 * The environment of a command that a newcomer types in a terminal of their own: without the `node_modules/.bin` folders that
 * `npm run` puts before the path.
 */
export function freshEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => inherited.test(entry[0]) && entry[1] !== undefined,
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, name === 'PATH' ? withoutNodeModules(value) : value]));
}

function withoutNodeModules(path: string): string {
  return path
    .split(':')
    .filter((folder) => !/node_modules|node-gyp-bin/.test(folder))
    .join(':');
}

/** How long the gateways are compared: nine rounds of three seconds unless GATEWAY_ROUNDS and GATEWAY_SECONDS say otherwise. */
export function gatewayRounds(): { rounds: number; seconds: number } {
  const { GATEWAY_ROUNDS = '9', GATEWAY_SECONDS = '3' } = process.env;
  return { rounds: Number(GATEWAY_ROUNDS), seconds: Number(GATEWAY_SECONDS) };
}

/** How many orders the tables grow to: a million unless ORDERS_GROWTH says otherwise. */
export function ordersGrowth(): number {
  return Number(process.env['ORDERS_GROWTH'] ?? '1000000');
}

/**
 * The sizes of the bench of scale: SCALE_FEW (1,000) and SCALE_MANY (1,000,000) customers, SCALE_MINUTES (60) of mixed load,
 * SCALE_SECONDS (20) an operation, SCALE_CONNECTIONS (10,000) open at once.
 */
export function scaleSettings(): Record<'few' | 'many' | 'minutes' | 'seconds' | 'perSecond' | 'connections', number> {
  const { SCALE_FEW, SCALE_MANY, SCALE_MINUTES, SCALE_SECONDS, SCALE_CONNECTIONS } = process.env;
  return {
    few: Number(SCALE_FEW ?? '1000'),
    many: Number(SCALE_MANY ?? '1000000'),
    minutes: Number(SCALE_MINUTES ?? '60'),
    seconds: Number(SCALE_SECONDS ?? '20'),
    perSecond: 20,
    connections: Number(SCALE_CONNECTIONS ?? '10000'),
  };
}
