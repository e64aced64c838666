import { z } from 'zod';

/** Thrown when the environment does not fit the schema. The message lists every fault, a line each, and is all a person needs. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Parses an environment against a schema whose keys are the variables' names.
 * An empty variable counts as absent, as in a compose file or a shell that sets `NAME=`.
 *
 * @throws ConfigError that names each faulty variable, what was required and what arrived; the values of secrets are not shown.
 */
export function parseConfig<Schema extends z.ZodType>(
  schema: Schema,
  environment: Record<string, string | undefined> = process.env,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => {
    const variable = String(issue.path[0] ?? '(environment)');
    return `  ${variable}: ${issue.message}; got ${shown(variable, given[variable])}`;
  });
  throw new ConfigError(`The configuration is not valid:\n${faults.join('\n')}`);
}

function shown(variable: string, value: string | undefined): string {
  if (value === undefined) return 'nothing';
  if (/SECRET|PASSWORD|TOKEN|KEY/.test(variable)) return `${value.length} characters (not shown)`;
  return JSON.stringify(value.replace(/(:\/\/[^:@/]*):[^@/]*@/g, '$1:***@'));
}

/** A TCP port, 0 for any free one. */
export const portSchema = z.coerce
  .number({ error: 'must be a port number from 0 to 65535' })
  .int('must be a port number from 0 to 65535')
  .min(0, 'must be a port number from 0 to 65535')
  .max(65_535, 'must be a port number from 0 to 65535');

/** A URL of one of the given schemes, such as `mysql`. */
export function urlSchema(...schemes: [string, ...string[]]) {
  const required = `must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  return z
    .string()
    .refine((value) => URL.canParse(value) && schemes.some((s) => value.startsWith(`${s}://`)), required);
}

/** What every process of Mosaico reads from its environment. */
export const processConfigShape = {
  /** Where embedded stores and generated secrets live. */
  DATA_DIR: z.string().min(1).default('.data'),
  /** The address to listen on; other machines reach the process only when this is changed. */
  HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, fatal, silent',
    })
    .default('info'),
  /** The port of `/metrics`, for a Prometheus that scrapes it; not served when absent. */
  METRICS_PORT: portSchema.optional(),
  /** Signs the tokens that customers carry; 32 characters or more. Made and kept under DATA_DIR when absent. */
  ACCESS_TOKEN_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  /** Signs the tokens that carry an identity from the gateway to the subgraphs. Made and kept under DATA_DIR when absent. */
  INTERNAL_TOKEN_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  /** The currency of every price, order and fact of this shop. */
  SHOP_CURRENCY: z.enum(['EUR', 'GBP', 'USD'], { error: 'must be one of EUR, GBP, USD' }).default('GBP'),
} satisfies z.ZodRawShape;
export type ProcessConfig = z.output<z.ZodObject<typeof processConfigShape>>;
