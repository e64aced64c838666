import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { PaymentUnavailable, type PaymentAnswer, type PaymentNotice } from '../src/payments/payment-provider.ts';
import { createSandboxProvider, type SandboxProvider } from '../src/payments/sandbox/sandbox-provider.ts';
import { signNotice, type SandboxDelivery } from '../src/payments/sandbox/sandbox-webhook.ts';
import { connect, type Database } from '../src/store/connect.ts';
import { describeOnEveryEngine, type TestShop } from './engines.ts';
import { paymentProviderContract, type TestProvider } from './payment-provider.contract.ts';

const logger = createSilentLogger();
const now = new Date('2026-02-03T04:05:06.789Z');
const secret = 'a secret of the sandbox';

describeOnEveryEngine('a payment provider: the sandbox', (shop: () => TestShop) => {
  let database: Database;
  let sandbox: SandboxProvider;
  let deliveries: SandboxDelivery[];
  let lost: 'request' | 'answer' | null;
  const aSandbox = (options: Partial<Parameters<typeof createSandboxProvider>[0]> = {}): SandboxProvider =>
    createSandboxProvider({
      database,
      secret,
      notify: (delivery) => Promise.resolve(void deliveries.push(delivery)),
      now: () => now,
      logger,
      ...options,
    });
  beforeEach(() => {
    database = connect({ url: shop().url, logger, maxConnections: 4 });
    deliveries = [];
    lost = null;
    sandbox = aSandbox();
  });
  afterEach(async () => {
    await sandbox.settle();
    await database.knex.destroy();
  });

  /** Cuts the line once, where the test says so. */
  function cuttable(): TestProvider['provider'] {
    return new Proxy(sandbox, {
      get(target, member, receiver) {
        const method = Reflect.get(target, member, receiver) as unknown;
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]): Promise<unknown> => {
          const cut = lost;
          lost = null;
          if (cut === 'request') throw new PaymentUnavailable('sandbox');
          const answer: unknown = await Reflect.apply(method, target, args);
          if (cut === 'answer') throw new PaymentUnavailable('sandbox');
          return answer;
        };
      },
    });
  }

  paymentProviderContract(() => ({
    provider: cuttable(),
    cards: {
      approved: 'card_approved',
      confirms: 'card_3ds',
      declined: {
        cardDeclined: 'card_declined',
        insufficientFunds: 'card_declined_insufficient_funds',
        expiredCard: 'card_declined_expired',
        suspectedFraud: 'card_declined_suspected_fraud',
        processingError: 'card_declined_processing_error',
        invalidMethod: 'card_of_nobody',
      },
    },
    confirm: (reference, answer) => sandbox.confirm(reference, answer),
    loseNext: (what) => void (lost = what),
    notice({ at, ...notice }) {
      const { body, headers } = signNotice({ id: 'notice-1', ...notice }, { secret, at });
      return { body, headers };
    },
    now,
  }));

  const authorize = (method: string, key = 'pay-1'): Promise<PaymentAnswer> =>
    sandbox.authorize({ key, orderId: '1', amount: '12.34', currency: 'GBP', method });
  async function capture(method: string): Promise<PaymentAnswer> {
    const answer = await authorize(method);
    if (answer.outcome !== 'authorized') return answer;
    return sandbox.capture({ key: 'pay-1:capture', reference: answer.reference, amount: '12.34', currency: 'GBP' });
  }
  const heard = async (): Promise<PaymentNotice[]> => {
    await sandbox.settle();
    return Promise.all(deliveries.map((delivery) => sandbox.verifyWebhook(delivery)));
  };

  test('a card whose answers are lost is done nevertheless, and answers the second time', async () => {
    await expect(authorize('card_timeout_then_authorized')).rejects.toBeInstanceOf(PaymentUnavailable);
    expect(await sandbox.find('pay-1')).toMatchObject({ outcome: 'authorized' });
    expect(await authorize('card_timeout_then_authorized')).toMatchObject({ outcome: 'authorized' });

    await expect(authorize('card_timeout_then_declined', 'pay-2')).rejects.toBeInstanceOf(PaymentUnavailable);
    expect(await sandbox.find('pay-2')).toMatchObject({ outcome: 'declined', code: 'cardDeclined' });
  });

  test('a card whose money is taken without an answer is captured', async () => {
    await expect(capture('card_timeout_then_captured')).rejects.toBeInstanceOf(PaymentUnavailable);
    expect(await sandbox.find('pay-1:capture')).toMatchObject({ outcome: 'captured' });
    expect(await sandbox.find('pay-1')).toMatchObject({ outcome: 'captured' });
  });

  test('a card whose first request is lost is not found, and approved when the request comes again', async () => {
    await expect(authorize('card_lost_request')).rejects.toBeInstanceOf(PaymentUnavailable);
    expect(await sandbox.find('pay-1')).toBeNull();
    expect(await authorize('card_lost_request')).toMatchObject({ outcome: 'authorized' });
  });

  test('a card whose money can be set aside and not taken, and one whose money cannot be given back, are declined then', async () => {
    expect(await capture('card_capture_declined')).toMatchObject({ outcome: 'declined', code: 'cardDeclined' });
    const answer = await authorize('card_refund_declined', 'pay-2');
    const reference = answer.reference ?? '';
    await sandbox.capture({ key: 'pay-2:capture', reference, amount: '12.34', currency: 'GBP' });
    expect(await sandbox.refund({ key: 'r', reference, amount: '1.00', currency: 'GBP' })).toEqual({
      outcome: 'declined',
      reference,
      code: 'processingError',
    });
  });

  test('each operation that is done is told once, or three times in the same words, and a repeated one is not told again', async () => {
    const { reference } = await capture('card_approved');
    await capture('card_approved');
    expect(await heard()).toEqual([
      { id: expect.any(String), paymentKey: 'pay-1', reference },
      { id: expect.any(String), paymentKey: 'pay-1', reference },
    ]);
    deliveries = [];
    await authorize('card_duplicate_webhook', 'pay-2');
    const notices = await heard();
    expect(notices).toHaveLength(3);
    expect(new Set(notices.map(({ id }) => id)).size).toBe(1);
  });

  test('a notice that comes first has arrived when the answer comes', async () => {
    const told: string[] = [];
    sandbox = aSandbox({ notify: () => Promise.resolve(void told.push('notice')) });
    await authorize('card_webhook_first').then(() => told.push('answer'));
    expect(told).toEqual(['notice', 'answer']);
  });

  test('a notice that cannot be brought stops nothing', async () => {
    sandbox = aSandbox({ notify: () => Promise.reject(new Error('on purpose')) });
    expect(await authorize('card_webhook_first')).toMatchObject({ outcome: 'authorized' });
  });

  test('what it knows outlives it, and a second confirmation changes nothing', async () => {
    const { reference } = await authorize('card_3ds');
    const other = aSandbox({ confirmUrl: 'http://127.0.0.1:4000/confirm/' });
    expect(await other.find('pay-1')).toEqual({
      outcome: 'actionRequired',
      reference,
      redirectUrl: `http://127.0.0.1:4000/confirm/${reference ?? ''}`,
    });
    expect(await other.confirm(reference ?? '', { approve: true })).toMatchObject({ outcome: 'authorized' });
    expect(await sandbox.confirm(reference ?? '', { approve: false })).toMatchObject({ outcome: 'authorized' });
    await other.settle();
  });

  test('a database that does not answer is a provider that does not', async () => {
    const nowhere = connect({ url: shop().url.replace(/:\d+\//, ':1/'), logger });
    const unreachable = aSandbox({ database: nowhere });
    await expect(unreachable.find('pay-1')).rejects.toBeInstanceOf(PaymentUnavailable);
    await nowhere.knex.destroy();
  });
});
