import { cacheConfigShape } from '@mosaico/entity-cache';
import { ConfigError, parseConfig, portSchema, processConfigShape, urlSchema } from '@mosaico/service';
import { z } from 'zod';
import { paymentConfigShape } from './payments/payment-settings.ts';
import { mysqlUrlFault } from './store/mysql-url.ts';

const count = (options: { from: number; to: number; standard: number }) => {
  const rule = `must be a whole number from ${options.from} to ${options.to}`;
  return z.coerce
    .number({ error: rule })
    .int(rule)
    .min(options.from, rule)
    .max(options.to, rule)
    .default(options.standard);
};
const mysqlUrlSchema = z.string().superRefine((url, context) => {
  const fault = mysqlUrlFault(url);
  if (fault !== null) context.addIssue({ code: 'custom', message: `must ${fault}` });
});
const lagRule = 'must be a whole number of seconds from 2 to 3600';
const sessionRule = 'must be a whole number of seconds from 60 to 31536000';
const reservationRule = 'must be a whole number of minutes from 1 to 1440';
const lifetimeRule = 'must be a whole number of seconds from 1 to 86400';

/** What this subgraph reads from the environment beside what every process does. */
export const ordersConfigShape = {
  ...paymentConfigShape,
  /**
   * The MySQL or MariaDB server, such as `mysql://user:password@host:3306/orders`; embedded PostgreSQL when absent. With
   * `?ssl-mode=VERIFY_IDENTITY` (or VERIFY_CA, or REQUIRED) by TLS or not at all; `&ssl-ca=` is the file of an authority.
   */
  MYSQL_URL: mysqlUrlSchema.optional(),
  /** Its replicas, URLs of the same form with commas between them, which answer reads that may be a little old. */
  MYSQL_REPLICA_URLS: z
    .string()
    .transform((urls) => urls.split(',').map((url) => url.trim()))
    .pipe(z.array(mysqlUrlSchema))
    .optional(),
  /** How far behind the primary a replica may be, in seconds, before it is left out. */
  MYSQL_REPLICA_MAX_LAG_SECONDS: z.coerce
    .number({ error: lagRule })
    .int(lagRule)
    .min(2, lagRule)
    .max(3_600, lagRule)
    .default(5),
  /**
   * Who brings events from the outbox of this database to the bus: the processes of orders, or, when `off`, Debezium alone, which
   * reads them from the binary log (ops/debezium).
   */
  MYSQL_OUTBOX_RELAY: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  /** How long an access token holds, in seconds. */
  ACCESS_TOKEN_LIFETIME_SECONDS: z.coerce
    .number({ error: lifetimeRule })
    .int(lifetimeRule)
    .min(1, lifetimeRule)
    .max(86_400, lifetimeRule)
    .default(900),
  /** How long a login lasts without being refreshed, in seconds: 30 days unless said otherwise. */
  SESSION_LIFETIME_SECONDS: z.coerce
    .number({ error: sessionRule })
    .int(sessionRule)
    .min(60, sessionRule)
    .max(31_536_000, sessionRule)
    .default(2_592_000),
  /** How long an order that is not paid keeps its units, in minutes. */
  RESERVATION_MINUTES: z.coerce
    .number({ error: reservationRule })
    .int(reservationRule)
    .min(1, reservationRule)
    .max(1_440, reservationRule)
    .default(15),
  /** How many logins may fail for one account in a window. */
  LOGIN_ATTEMPTS_PER_ACCOUNT: count({ from: 1, to: 1_000_000, standard: 10 }),
  /** How many logins may fail from one IP address in a window: of one household, or of an office that shares it. */
  LOGIN_ATTEMPTS_PER_ADDRESS: count({ from: 1, to: 1_000_000, standard: 100 }),
  /** How long a window is, in seconds. */
  LOGIN_ATTEMPTS_WINDOW_SECONDS: count({ from: 1, to: 86_400, standard: 900 }),
  /** The SMTP server that takes mail, such as `smtp://user:password@host:587`; files under DATA_DIR/mail when absent. */
  MAIL_URL: urlSchema('smtp', 'smtps').optional(),
  /** Who sends mail. */
  MAIL_FROM: z.string().min(3).default('Mosaico <shop@mosaico.example>'),
  /** Where the front end is that takes the links of mails: /verify-email, /reset-password and /forgot-password. */
  PUBLIC_URL: urlSchema('http', 'https').default('http://127.0.0.1:4000'),
} satisfies z.ZodRawShape;

/** The configuration of the orders process. @throws ConfigError that names every fault. */
export function readConfig() {
  return parseConfig(
    z.object({
      ...processConfigShape,
      ...ordersConfigShape,
      ...cacheConfigShape,
      PORT: portSchema.default(4001),
      /** Where the cart subgraph answers, for orders of a whole cart. */
      CART_URL: urlSchema('http', 'https').default('http://127.0.0.1:4003/graphql'),
    }),
  );
}

/** Where the outbox is and who empties it. */
export interface OutboxConfig {
  readonly MYSQL_OUTBOX_RELAY?: 'on' | 'off';
  readonly MYSQL_URL?: string | undefined;
  readonly REDIS_L2_URL?: string | undefined;
}

/**
 * Whether Debezium brings the events to the bus, and no process of orders does.
 * @throws ConfigError where it could not: it reads from MySQL and writes to Redis
 */
export function isOutboxCaptured(config: OutboxConfig): boolean {
  if (config.MYSQL_OUTBOX_RELAY !== 'off') return false;
  const { MYSQL_URL, REDIS_L2_URL } = config;
  const missing = Object.entries({ MYSQL_URL, REDIS_L2_URL }).filter(([, value]) => value === undefined);
  if (missing.length === 0) return true;
  const faults = missing.map(([name]) => `  ${name}: must be given where MYSQL_OUTBOX_RELAY is off; got nothing`);
  throw new ConfigError(`The configuration is not valid:\n${faults.join('\n')}`);
}
