import { html, type Html, type WebhookAnswer, type Webhooks } from '@mosaico/service';
import type { SandboxProvider } from './sandbox-provider.ts';
import type { SandboxPayment } from './sandbox-rows.ts';

const path = '/sandbox/bank';
/** Where a shopper is asked whether to pay. */
export const sandboxBankPage = `GET ${path}` as const;
/** Where the answer goes. */
export const sandboxBankAnswer = `POST ${path}` as const;

/** Where the shopper confirms a payment, but for its reference. @param publicUrl of the shop's door */
export function sandboxBankUrl(publicUrl: string): string {
  return `${new URL(path, publicUrl).href}?payment=`;
}

/**
 * The bank of a shopper whose card wants to be asked (3-D Secure), as two pages: the question, and what became of it. Whoever has
 * the reference of a payment, which is as hard to guess as its key, answers for the shopper.
 */
export function createSandboxBank(sandbox: Pick<SandboxProvider, 'payment' | 'confirm' | 'settle'>): Webhooks {
  return {
    async [sandboxBankPage]({ query }) {
      const payment = await sandbox.payment(query['payment'] ?? '');
      if (payment === null) return unknown;
      return payment.state === 'confirming' ? page(200, question(payment)) : page(200, result(payment));
    },

    async [sandboxBankAnswer]({ body }) {
      const form = new URLSearchParams(body.toString('utf8'));
      const [reference, answer] = [form.get('payment') ?? '', form.get('answer')];
      if ((await sandbox.payment(reference)) === null) return unknown;
      if (answer !== 'pay' && answer !== 'refuse') return page(400, html`<p>Answer by paying or by refusing.</p>`);
      await sandbox.confirm(reference, { approve: answer === 'pay' });
      // So that whoever goes back to the shop finds the order as it is now.
      await sandbox.settle();
      const payment = await sandbox.payment(reference);
      return payment === null ? unknown : page(200, result(payment));
    },
  };
}

const unknown = page(404, html`<p>The bank of the sandbox knows of no such payment.</p>`);

function question({ reference, amount, currency, order_id }: SandboxPayment): Html {
  return html`<p>Do you pay <strong>${amount} ${currency}</strong> for order ${order_id}?</p>
    <form method="post" action="${path}">
      <input type="hidden" name="payment" value="${reference}" />
      <button name="answer" value="pay">Pay</button>
      <button name="answer" value="refuse">Refuse</button>
    </form>`;
}

function result({ state }: SandboxPayment): Html {
  return state === 'declined'
    ? html`<p>The payment is refused. Go back to the shop, and pay in another way.</p>`
    : html`<p>The payment is confirmed. Go back to the shop.</p>`;
}

function page(status: number, content: Html): WebhookAnswer {
  const { text } = html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>The sandbox's bank</title>
      <h1>The sandbox's bank</h1>
      ${content}
      <p>This shop is trying out payments. No money moves.</p>
    </html>`;
  return { status, body: text };
}
