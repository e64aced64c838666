import { createHmac } from 'node:crypto';
import type { Logger } from '@mosaico/service';
import type { Database } from '../store/connect.ts';
import type { PaymentProvider } from './payment-provider.ts';
import type { PaymentSettings } from './payment-settings.ts';
import { sandboxBankUrl } from './sandbox/sandbox-bank.ts';
import { createSandboxProvider, type SandboxProvider } from './sandbox/sandbox-provider.ts';
import type { SandboxDelivery } from './sandbox/sandbox-webhook.ts';
import { createStripeProvider } from './stripe/stripe-provider.ts';

/** The provider that the settings name, and the sandbox again where it is that. */
export interface OpenProvider {
  readonly provider: PaymentProvider;
  readonly sandbox: SandboxProvider | null;
  /** Resolves when nothing of it is under way. */
  close(): Promise<void>;
}

/**
 * @param options.database for the sandbox alone
 * @param options.secret of the process, from which that of the sandbox's notices is made
 * @param options.publicUrl where shoppers reach the shop
 * @param options.notify brings a notice of the sandbox to the shop, as Stripe's come by HTTP
 */
export function openProvider(options: {
  settings: PaymentSettings;
  database: Database;
  secret: string;
  publicUrl: string;
  notify: (delivery: SandboxDelivery) => Promise<unknown>;
  now: () => Date;
  logger: Logger;
}): OpenProvider {
  const { settings, database, secret, publicUrl, notify, now, logger } = options;
  if (settings.provider === 'stripe') {
    return {
      provider: createStripeProvider({ ...settings, now }),
      sandbox: null,
      close: () => Promise.resolve(),
    };
  }
  const noticeSecret = createHmac('sha256', secret).update('notices of the payment sandbox').digest('hex');
  const sandbox = createSandboxProvider({
    database,
    secret: noticeSecret,
    confirmUrl: sandboxBankUrl(publicUrl),
    notify,
    now,
    logger,
  });
  return { provider: sandbox, sandbox, close: () => sandbox.settle() };
}
