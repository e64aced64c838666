import { beforeEach, describe, expect, test } from '@jest/globals';
import { createSandboxBank, sandboxBankAnswer, sandboxBankPage } from '../src/payments/sandbox/sandbox-bank.ts';
import type { SandboxPayment } from '../src/payments/sandbox/sandbox-rows.ts';

const reference = 'sbx_0123456789abcdef01234567';

describe('the bank of the sandbox', () => {
  let payment: SandboxPayment;
  let confirmed: boolean[];
  let settled: number;
  let bank: ReturnType<typeof createSandboxBank>;
  beforeEach(() => {
    confirmed = [];
    settled = 0;
    payment = {
      ...{ reference, payment_key: 'pay-1', order_id: '7', method: 'card_3ds', amount: '12.50', currency: 'GBP' },
      ...{ state: 'confirming', decline_code: null, refunded: '0.00', made_at: new Date('2026-02-03T04:05:06.789Z') },
    };
    bank = createSandboxBank({
      payment: (asked) => Promise.resolve(asked === reference ? payment : null),
      confirm: (_reference, { approve }) => {
        confirmed.push(approve);
        payment = { ...payment, state: approve ? 'authorized' : 'declined' };
        return Promise.resolve({ outcome: 'authorized', reference });
      },
      settle: () => {
        settled += 1;
        return Promise.resolve();
      },
    });
  });

  const look = (asked = reference) =>
    bank[sandboxBankPage]?.({ query: { payment: asked }, body: Buffer.alloc(0), headers: {} });
  const say = (form: Record<string, string>) =>
    bank[sandboxBankAnswer]?.({ query: {}, body: Buffer.from(new URLSearchParams(form).toString()), headers: {} });

  test('asks a shopper for the amount of their order', async () => {
    expect(await look()).toEqual({ status: 200, body: expect.stringContaining('<strong>12.50 GBP</strong>') });
    expect(await look()).toEqual({ status: 200, body: expect.stringContaining(`name="payment" value="${reference}"`) });
    expect(confirmed).toEqual([]);
  });

  test.each([
    ['pay', true, 'The payment is confirmed.'],
    ['refuse', false, 'The payment is refused.'],
  ])(
    '"%s" is told to the sandbox, and the shop has heard of it before the page comes',
    async (answer, approve, text) => {
      expect(await say({ payment: reference, answer })).toEqual({ status: 200, body: expect.stringContaining(text) });
      expect([confirmed, settled]).toEqual([[approve], 1]);
      expect(await look()).toEqual({ status: 200, body: expect.stringContaining(text) });
    },
  );

  test('neither of the two, or a payment that nobody made, changes nothing', async () => {
    expect(await say({ payment: reference, answer: 'maybe' })).toMatchObject({ status: 400 });
    expect(await say({ payment: reference })).toMatchObject({ status: 400 });
    for (const nobody of ['', 'sbx_none', '<script>']) {
      for (const answer of [await look(nobody), await say({ payment: nobody, answer: 'pay' })]) {
        expect(answer).toEqual({ status: 404, body: expect.stringContaining('knows of no such payment') });
        expect(answer?.body).not.toContain('<script>');
      }
    }
    expect(confirmed).toEqual([]);
  });
});
