import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  operationKeys,
  PaymentUnavailable,
  WebhookRefused,
  type DeclineCode,
  type PaymentAnswer,
  type PaymentProvider,
} from '../src/payments/payment-provider.ts';
import { numbers } from './records.ts';

/** A provider of one test's own, and what a test of it has to know or do that the port does not tell. */
export interface TestProvider {
  readonly provider: PaymentProvider;
  readonly cards: {
    readonly approved: string;
    readonly confirms: string;
    readonly declined: Partial<Record<DeclineCode, string>>;
  };
  /** The shopper confirms at the bank, or does not. */
  confirm(reference: string, options: { approve: boolean }): Promise<unknown>;
  /** Cuts the provider off for the next request, before it arrives or after it was done. */
  loseNext(what: 'request' | 'answer'): void;
  /** A notice as the provider writes it, at a time. */
  notice(options: { paymentKey: string; reference: string; at: Date }): {
    body: Buffer;
    headers: Record<string, string>;
  };
  readonly now: Date;
}

const newKey = (): string => randomUUID();

/** What every PaymentProvider does that keeps what it is told. */
export function paymentProviderContract(subject: () => TestProvider): void {
  const provider = (): PaymentProvider => subject().provider;
  const authorize = (method: string, { key = newKey(), amount = '12.34' } = {}): Promise<PaymentAnswer> =>
    provider().authorize({ key, orderId: '100000001', amount, currency: 'GBP', method });
  const capture = (reference: string, { key = newKey(), amount = '12.34' } = {}): Promise<PaymentAnswer> =>
    provider().capture({ key, reference, amount, currency: 'GBP' });
  const refund = (reference: string, amount: string, key = newKey()): Promise<PaymentAnswer> =>
    provider().refund({ key, reference, amount, currency: 'GBP' });
  /** A payment that has been authorized, and perhaps captured. */
  async function aPayment({ captured = false } = {}): Promise<{
    reference: string;
    keys: ReturnType<typeof operationKeys>;
  }> {
    const keys = operationKeys(randomUUID());
    const answer = await authorize(subject().cards.approved, { key: keys.authorize });
    if (answer.outcome !== 'authorized') throw new Error(`The card must be approved; it is ${answer.outcome}.`);
    if (captured) await capture(answer.reference, { key: keys.capture });
    return { reference: answer.reference, keys };
  }

  describe('money', () => {
    test('is set aside, taken, and given back in parts that never sum to more than was taken', async () => {
      const { reference } = await aPayment();
      expect(await capture(reference)).toEqual({ outcome: 'captured', reference });
      expect(await refund(reference, '10.00')).toMatchObject({ outcome: 'refunded' });
      expect(await refund(reference, '2.35')).toMatchObject({ outcome: 'declined' });
      expect(await refund(reference, '2.34')).toMatchObject({ outcome: 'refunded' });
      expect(await refund(reference, '0.01')).toMatchObject({ outcome: 'declined' });
    });

    test('that is not to be taken is given up, and cannot be taken afterwards', async () => {
      const { reference, keys } = await aPayment();
      expect(await provider().void({ key: keys.void, reference })).toEqual({ outcome: 'voided', reference });
      expect(await capture(reference)).toMatchObject({ outcome: 'declined' });
      expect(await refund(reference, '1.00')).toMatchObject({ outcome: 'declined' });
    });

    test('that has been taken is not given up', async () => {
      const { reference, keys } = await aPayment({ captured: true });
      expect(await provider().void({ key: keys.void, reference })).toEqual({ outcome: 'captured', reference });
    });

    test('that is refused says why, and is not there to be taken', async () => {
      const { declined } = subject().cards;
      for (const [code, method] of Object.entries(declined)) {
        const answer = await authorize(method);
        expect(answer).toMatchObject({ outcome: 'declined', code });
        if (answer.outcome === 'declined' && answer.reference !== null) {
          expect(await capture(answer.reference)).toMatchObject({ outcome: 'declined' });
        }
      }
    });

    test('of a payment that the shopper confirms is set aside, of one that the shopper does not is refused', async () => {
      for (const approve of [true, false]) {
        const key = newKey();
        const begun = await authorize(subject().cards.confirms, { key });
        if (begun.outcome !== 'actionRequired') throw new Error(`It must be confirmed; it is ${begun.outcome}.`);
        expect(begun.redirectUrl).toMatch(/^https?:\/\//);
        expect(await provider().find(key, { reference: begun.reference })).toEqual(begun);
        expect(await capture(begun.reference)).toMatchObject({ outcome: 'declined' });
        await subject().confirm(begun.reference, { approve });
        expect(await provider().find(key, { reference: begun.reference })).toEqual(
          approve
            ? { outcome: 'authorized', reference: begun.reference }
            : { outcome: 'declined', reference: begun.reference, code: 'authenticationFailed' },
        );
      }
    });
  });

  describe('a key', () => {
    test('is one operation, however often it comes', async () => {
      const key = newKey();
      const first = await authorize(subject().cards.approved, { key });
      expect(await authorize(subject().cards.approved, { key })).toEqual(first);
      if (first.outcome !== 'authorized') throw new Error('It must be authorized.');
      const { reference } = first;
      expect([await capture(reference, { key: 'c-' + key }), await capture(reference, { key: 'c-' + key })]).toEqual([
        { outcome: 'captured', reference },
        { outcome: 'captured', reference },
      ]);
      const refunds = [await refund(reference, '7.00', 'r-' + key), await refund(reference, '7.00', 'r-' + key)];
      expect(refunds[0]).toMatchObject({ outcome: 'refunded' });
      expect(refunds[1]).toEqual(refunds[0]);
      expect(await refund(reference, '5.35')).toMatchObject({ outcome: 'declined' });
    });

    test('is one operation also for ten who come with it at once', async () => {
      const key = newKey();
      const answers = await Promise.all(numbers(10).map(() => authorize(subject().cards.approved, { key })));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      const { reference } = answers[0] as { reference: string };
      await capture(reference);
      const refunds = await Promise.all(numbers(10).map(() => refund(reference, '12.34', `r-${key}`)));
      expect(new Set(refunds.map((answer) => answer.outcome))).toEqual(new Set(['refunded']));
      expect(await refund(reference, '0.01')).toMatchObject({ outcome: 'declined' });
    });

    test('that was used is not taken for another request', async () => {
      const key = newKey();
      await authorize(subject().cards.approved, { key, amount: '1.00' });
      const failure = await authorize(subject().cards.approved, { key, amount: '2.00' }).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(Error);
      expect(failure).not.toBeInstanceOf(PaymentUnavailable);
    });
  });

  describe('what was asked', () => {
    test('is found by its key: a payment as it is now, another operation as it was', async () => {
      const { reference, keys } = await aPayment({ captured: true });
      const find = (key: string) => provider().find(key, { reference });
      expect(await find(keys.authorize)).toEqual({ outcome: 'captured', reference });
      expect(await find(keys.capture)).toEqual({ outcome: 'captured', reference });
      expect(await find(keys.void)).toBeNull();
      const given = await refund(reference, '1.00', 'r-' + keys.authorize);
      expect(await find('r-' + keys.authorize)).toEqual(given);
      expect(await find(randomUUID())).toBeNull();
      expect(await provider().find(randomUUID())).toBeNull();
    });

    test('and never arrived is not found, and can come again', async () => {
      const key = newKey();
      subject().loseNext('request');
      await expect(authorize(subject().cards.approved, { key })).rejects.toBeInstanceOf(PaymentUnavailable);
      expect(await provider().find(key)).toBeNull();
      expect(await authorize(subject().cards.approved, { key })).toMatchObject({ outcome: 'authorized' });
    });

    test('and was done without an answer is found, and is not done again when it comes again', async () => {
      const { reference, keys } = await aPayment();
      subject().loseNext('answer');
      await expect(capture(reference, { key: keys.capture })).rejects.toBeInstanceOf(PaymentUnavailable);
      expect(await provider().find(keys.capture, { reference })).toEqual({ outcome: 'captured', reference });
      expect(await capture(reference, { key: keys.capture })).toEqual({ outcome: 'captured', reference });
    });
  });

  webhookContract(subject);
}

/** What every PaymentProvider does with notices, whether it keeps what it is told or not. */
export function webhookContract(subject: () => TestProvider): void {
  describe('a notice', () => {
    const verify = (delivery: { body: Buffer; headers: Record<string, string> }) =>
      subject().provider.verifyWebhook(delivery);
    const aNotice = (at = subject().now) => subject().notice({ paymentKey: 'pay-1', reference: 'ref_1', at });

    test('that the provider wrote tells which payment it is about', async () => {
      const notice = await verify(aNotice());
      expect(notice).toEqual({ id: expect.stringMatching(/.+/), paymentKey: 'pay-1', reference: 'ref_1' });
    });

    test('that somebody changed, or signed otherwise, or did not sign, or kept for long, is refused', async () => {
      const { body, headers } = aNotice();
      const changed = Buffer.from(body.toString('utf8').replace('ref_1', 'ref_2'));
      const name = Object.keys(headers).find((each) => each.includes('signature')) ?? '';
      const signature = headers[name] ?? '';
      const forged = { ...headers, [name]: signature.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) };
      const old = aNotice(new Date(subject().now.getTime() - 3_600_000));
      const refused = [
        { body: changed, headers },
        { body, headers: forged },
        { body, headers: { ...headers, [name]: '' } },
        { body, headers: {} },
        old,
      ];
      for (const delivery of refused) await expect(verify(delivery)).rejects.toBeInstanceOf(WebhookRefused);
    });
  });
}
