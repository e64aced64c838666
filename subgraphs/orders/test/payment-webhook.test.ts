import { expect, test } from '@jest/globals';
import { PaymentUnavailable, type PaymentNotice } from '../src/payments/payment-provider.ts';
import { readNotice, signNotice, type SandboxDelivery } from '../src/payments/sandbox/sandbox-webhook.ts';
import { createPaymentWebhook } from '../src/payment-webhook.ts';

const secret = 'a secret of the sandbox';
const now = new Date('2026-02-03T04:05:06.789Z');
const notice: PaymentNotice = { id: 'notice-1', paymentKey: 'pay-1', reference: 'sbx_1' };

function aWebhook(follow: (told: PaymentNotice) => Promise<'settled' | 'repeated' | 'notOurs'>) {
  const webhook = createPaymentWebhook({
    provider: {
      name: 'sandbox',
      verifyWebhook: (request) => Promise.resolve().then(() => readNotice(request, { secret, now })),
    },
    settlement: { notice: follow },
  });
  return (delivery: SandboxDelivery) => webhook({ ...delivery, query: {} });
}

test('a notice that the provider signed is followed, and what came of it is told', async () => {
  const followed: PaymentNotice[] = [];
  const webhook = aWebhook((told) => {
    followed.push(told);
    return Promise.resolve(followed.length === 1 ? 'settled' : 'repeated');
  });
  const delivery = signNotice(notice, { secret, at: now });
  expect(await webhook(delivery)).toEqual({ status: 200, body: { result: 'settled' } });
  expect(await webhook(delivery)).toEqual({ status: 200, body: { result: 'repeated' } });
  expect(followed).toEqual([notice, notice]);
});

test('one that somebody else signed, or that is none, is refused and not followed', async () => {
  const webhook = aWebhook(() => Promise.reject(new Error('Nothing is followed here.')));
  const { body } = signNotice(notice, { secret, at: now });
  const nothing = signNotice({ ...notice, id: '' }, { secret, at: now });
  const refused: [SandboxDelivery, string][] = [
    [signNotice(notice, { secret: 'another', at: now }), 'The signature is not that of this body.'],
    [{ body, headers: {} }, 'The header x-sandbox-signature must be "t=<time>,v1=<signature>".'],
    [nothing, 'The body must be a notice: '],
  ];
  for (const [delivery, message] of refused) {
    expect(await webhook(delivery)).toEqual({ status: 400, body: { message: expect.stringContaining(message) } });
  }
});

test('one that cannot be followed now is to be sent again', async () => {
  const webhook = aWebhook(() => Promise.reject(new PaymentUnavailable('sandbox')));
  await expect(webhook(signNotice(notice, { secret, at: now }))).rejects.toMatchObject({
    extensions: { code: 'STORE_UNAVAILABLE' },
  });
});
