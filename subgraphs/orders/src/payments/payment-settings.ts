import { ConfigError, urlSchema } from '@mosaico/service';
import { z } from 'zod';

/** What the environment says of who takes the money. */
export const paymentConfigShape = {
  /** Who takes the money: `stripe`, or the `sandbox`, which takes none and does as the test card says; that one when absent. */
  PAYMENT_PROVIDER: z.enum(['sandbox', 'stripe'], { error: 'must be sandbox or stripe' }).optional(),
  /** Stripe's secret key, such as `sk_live_…`. */
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[sr]k_[A-Za-z0-9_]{3,}$/, 'must be a secret key of Stripe, which begins with sk_ or rk_')
    .optional(),
  /** With which Stripe signs its webhooks, such as `whsec_…`. */
  STRIPE_WEBHOOK_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  /** Another server that speaks Stripe's API, for tests; Stripe's own when absent. */
  STRIPE_API_BASE: urlSchema('http', 'https').optional(),
  /** `production` where a shop is open; there a provider is demanded in so many words. */
  NODE_ENV: z.string().optional(),
} satisfies z.ZodRawShape;

export type PaymentConfig = Partial<z.output<z.ZodObject<typeof paymentConfigShape>>>;

export type PaymentSettings =
  | { readonly provider: 'sandbox' }
  | {
      readonly provider: 'stripe';
      readonly secretKey: string;
      readonly webhookSecret: string;
      readonly apiBase: string | undefined;
    };

/** @throws ConfigError that names what the chosen provider lacks, or that in production none was chosen */
export function paymentSettings(config: PaymentConfig): PaymentSettings {
  const { PAYMENT_PROVIDER: provider = 'sandbox', STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_API_BASE } = config;
  if (config.NODE_ENV === 'production' && config.PAYMENT_PROVIDER === undefined) {
    throw invalid([
      'PAYMENT_PROVIDER: must be stripe, or sandbox for a shop that is to take no money, where NODE_ENV is production; got nothing',
    ]);
  }
  if (provider === 'sandbox') return { provider };
  if (STRIPE_SECRET_KEY !== undefined && STRIPE_WEBHOOK_SECRET !== undefined) {
    return {
      provider,
      secretKey: STRIPE_SECRET_KEY,
      webhookSecret: STRIPE_WEBHOOK_SECRET,
      apiBase: STRIPE_API_BASE,
    };
  }
  const needed = { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET };
  throw invalid(
    Object.entries(needed)
      .filter(([, value]) => value === undefined)
      .map(([variable]) => `${variable}: must be given where PAYMENT_PROVIDER is stripe; got nothing`),
  );
}

function invalid(faults: readonly string[]): ConfigError {
  return new ConfigError(`The configuration is not valid:\n  ${faults.join('\n  ')}`);
}
