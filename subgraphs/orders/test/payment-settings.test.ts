import { expect, test } from '@jest/globals';
import { parseConfig } from '@mosaico/service';
import { z } from 'zod';
import { paymentConfigShape, paymentSettings } from '../src/payments/payment-settings.ts';

const parse = (environment: Record<string, string>) => parseConfig(z.object(paymentConfigShape), environment);
const settings = (environment: Record<string, string>) => paymentSettings(parse(environment));
const stripe = {
  PAYMENT_PROVIDER: 'stripe',
  STRIPE_SECRET_KEY: 'sk_test_123',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
};

test('without configuration the sandbox takes the money', () => {
  expect(settings({})).toEqual({ provider: 'sandbox' });
  expect(settings({ NODE_ENV: 'test' })).toEqual({ provider: 'sandbox' });
});

test('in production a provider is demanded in so many words', () => {
  expect(() => settings({ NODE_ENV: 'production' })).toThrow(
    'The configuration is not valid:\n  PAYMENT_PROVIDER: must be stripe, or sandbox for a shop that is to take no money, where NODE_ENV is production; got nothing',
  );
  expect(settings({ NODE_ENV: 'production', PAYMENT_PROVIDER: 'sandbox' })).toEqual({ provider: 'sandbox' });
});

test('stripe demands its settings, all of them named', () => {
  expect(settings({ ...stripe, STRIPE_API_BASE: 'http://127.0.0.1:12111' })).toEqual({
    provider: 'stripe',
    secretKey: 'sk_test_123',
    webhookSecret: 'whsec_0123456789abcdef',
    apiBase: 'http://127.0.0.1:12111',
  });
  expect(() => settings({ PAYMENT_PROVIDER: 'stripe' })).toThrow(
    [
      'The configuration is not valid:',
      '  STRIPE_SECRET_KEY: must be given where PAYMENT_PROVIDER is stripe; got nothing',
      '  STRIPE_WEBHOOK_SECRET: must be given where PAYMENT_PROVIDER is stripe; got nothing',
    ].join('\n'),
  );
});

test('what cannot be is refused without being shown', () => {
  expect(() =>
    parse({
      PAYMENT_PROVIDER: 'cash',
      STRIPE_SECRET_KEY: 'pk_live_1',
      STRIPE_WEBHOOK_SECRET: 'x',
      STRIPE_API_BASE: 'x',
    }),
  ).toThrow(
    [
      'The configuration is not valid:',
      '  PAYMENT_PROVIDER: must be sandbox or stripe; got "cash"',
      '  STRIPE_SECRET_KEY: must be a secret key of Stripe, which begins with sk_ or rk_; got 9 characters (not shown)',
      '  STRIPE_WEBHOOK_SECRET: must have at least 16 characters; got 1 characters (not shown)',
      '  STRIPE_API_BASE: must be a URL that begins with http:// or https://; got "x"',
    ].join('\n'),
  );
});
