import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { canStartStripeMock, stripeMockUrl } from '@mosaico/testing';
import Stripe from 'stripe';
import { PaymentUnavailable, type PaymentProvider } from '../src/payments/payment-provider.ts';
import { answerOfIntent, answerOfRefund } from '../src/payments/stripe/stripe-answers.ts';
import { createStripeProvider } from '../src/payments/stripe/stripe-provider.ts';
import { startTestStripe, type TestStripe } from './a-stripe.ts';
import { paymentProviderContract, webhookContract, type TestProvider } from './payment-provider.contract.ts';

const now = new Date('2026-02-03T04:05:06.789Z');
const webhookSecret = 'whsec_0123456789abcdef';
const aProvider = (apiBase: string, secretKey = 'sk_test_123'): PaymentProvider =>
  createStripeProvider({ secretKey, webhookSecret, apiBase, now: () => now });

/** An event as Stripe signs it. */
const notice: TestProvider['notice'] = ({ paymentKey, reference, at }) => {
  const intent = { object: 'payment_intent', id: reference, metadata: { payment_key: paymentKey } };
  const payload = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'payment_intent.succeeded',
    data: { object: intent },
  });
  const signature = new Stripe('sk_test_123').webhooks.generateTestHeaderString({
    payload,
    secret: webhookSecret,
    timestamp: Math.floor(at.getTime() / 1_000),
  });
  return { body: Buffer.from(payload), headers: { 'stripe-signature': signature } };
};

const cards: TestProvider['cards'] = {
  approved: 'pm_card_visa',
  confirms: 'pm_card_threeDSecureRequired',
  declined: {
    cardDeclined: 'pm_card_visa_chargeDeclined',
    insufficientFunds: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    expiredCard: 'pm_card_chargeDeclinedExpiredCard',
    suspectedFraud: 'pm_card_visa_chargeDeclinedFraudulent',
    processingError: 'pm_card_chargeDeclinedProcessingError',
    invalidMethod: 'pm_of_nobody',
  },
};

describe('a payment provider: stripe, before a server that keeps what it is told', () => {
  let stripe: TestStripe;
  beforeEach(async () => {
    stripe = await startTestStripe();
  });
  afterEach(() => stripe.close());

  paymentProviderContract(() => ({
    provider: aProvider(stripe.url),
    cards,
    confirm(reference, answer) {
      stripe.confirm(reference, answer);
      return Promise.resolve();
    },
    loseNext: (what) => stripe.loseNext(what),
    notice,
    now,
  }));

  test('a server that is not there is a provider that does not answer', async () => {
    await stripe.close();
    await expect(aProvider(stripe.url).find('pay-1')).rejects.toBeInstanceOf(PaymentUnavailable);
    stripe = await startTestStripe();
  });
});

/**
 * stripe-mock checks each request against Stripe's own specification, and answers with fixed things that fit it: that a request is
 * one that Stripe understands is shown here. It keeps nothing, so it cannot show what follows from a request, that a key is one
 * operation, or any decline: a server of the tests' own shows those above.
 */
describe('a payment provider: stripe, before stripe-mock', () => {
  if (!canStartStripeMock()) return;
  const provider = () => aProvider(stripeMockUrl());

  test('each request of the adapter is one that Stripe understands', async () => {
    const money = { amount: '12.34', currency: 'GBP' } as const;
    const reference = 'pi_1';
    const authorized = await provider().authorize({ key: 'pay-1', orderId: '1', method: 'pm_card_visa', ...money });
    // As it answers each question about an intent: with one that nobody has paid.
    expect(authorized).toMatchObject({ outcome: 'declined', reference: expect.stringMatching(/^pi_/) });
    expect(await provider().capture({ key: 'pay-1:capture', reference, ...money })).toMatchObject({ reference });
    expect(await provider().void({ key: 'pay-1:void', reference })).toMatchObject({ reference });
    expect(await provider().refund({ key: 'refund-1', reference, ...money })).toMatchObject({
      outcome: 'refunded',
      reference: expect.stringMatching(/^re_/),
    });
    expect(await provider().find('refund-1', { reference })).toBeNull();
    expect(await provider().find("it's")).toBeNull();
  });

  test('a request that Stripe would refuse is no lost answer', async () => {
    const failure = await provider()
      .authorize({ key: 'pay-1', orderId: '1', method: 'pm_card_visa', amount: 'much', currency: 'GBP' })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  });

  webhookContract(() => ({
    provider: provider(),
    cards,
    confirm: () => Promise.reject(new Error('It keeps nothing.')),
    loseNext: () => undefined,
    notice,
    now,
  }));
});

describe('what Stripe says', () => {
  const intent = (changes: object) =>
    ({
      id: 'pi_1',
      status: 'processing',
      last_payment_error: null,
      next_action: null,
      ...changes,
    }) as Stripe.PaymentIntent;

  test('of an intent is an answer, but for one that is not decided', () => {
    expect(answerOfIntent(intent({ status: 'requires_capture' }))).toEqual({
      outcome: 'authorized',
      reference: 'pi_1',
    });
    expect(answerOfIntent(intent({ status: 'succeeded' }))).toEqual({ outcome: 'captured', reference: 'pi_1' });
    expect(answerOfIntent(intent({ status: 'canceled' }))).toEqual({ outcome: 'voided', reference: 'pi_1' });
    for (const status of ['processing', 'requires_confirmation', 'something_new']) {
      expect(() => answerOfIntent(intent({ status }))).toThrow(PaymentUnavailable);
    }
    expect(() =>
      answerOfIntent(intent({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } })),
    ).toThrow('Stripe wants "use_stripe_sdk" of the shopper, and no URL.');
  });

  test('of a refund that is under way counts as given, one that failed does not', () => {
    const refund = (status: string) => ({ id: 're_1', status }) as Stripe.Refund;
    expect([refund('succeeded'), refund('pending')].map((each) => answerOfRefund(each).outcome)).toEqual([
      'refunded',
      'refunded',
    ]);
    expect([refund('failed'), refund('canceled')].map((each) => answerOfRefund(each).outcome)).toEqual([
      'declined',
      'declined',
    ]);
  });
});
