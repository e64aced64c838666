import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Stripe that keeps what it is told, as far as the adapter asks: what stripe-mock, which keeps nothing, cannot show. */
export interface TestStripe {
  readonly url: string;
  /** The shopper confirms at the bank, or does not. */
  confirm(id: string, options: { approve: boolean }): void;
  /** Cuts the line for the next request: before it is read, or after it was done. */
  loseNext(what: 'request' | 'answer'): void;
  close(): Promise<void>;
}

interface Intent {
  id: string;
  object: 'payment_intent';
  status: string;
  amount: number;
  amount_refunded: number;
  metadata: Record<string, string>;
  next_action: object | null;
  last_payment_error: object | null;
}
type Answer = { status: number; body: object };

/** Stripe's own test cards, https://docs.stripe.com/testing */
const declines: Record<string, { code: string; decline_code?: string }> = {
  pm_card_visa_chargeDeclined: { code: 'card_declined', decline_code: 'generic_decline' },
  pm_card_visa_chargeDeclinedInsufficientFunds: { code: 'card_declined', decline_code: 'insufficient_funds' },
  pm_card_chargeDeclinedExpiredCard: { code: 'expired_card' },
  pm_card_visa_chargeDeclinedFraudulent: { code: 'card_declined', decline_code: 'fraudulent' },
  pm_card_chargeDeclinedProcessingError: { code: 'processing_error' },
};

export async function startTestStripe(): Promise<TestStripe> {
  const intents = new Map<string, Intent>();
  const refunds: { id: string; payment_intent: string; amount: number; status: string; metadata: object }[] = [];
  const byKey = new Map<string, { request: string; answer: Answer }>();
  let lost: { what: 'request' | 'answer'; times: number } | null = null;

  function createIntent(form: URLSearchParams): Answer {
    const method = form.get('payment_method') ?? '';
    const decline = declines[method];
    const isKnown = decline !== undefined || method === 'pm_card_visa' || method === 'pm_card_threeDSecureRequired';
    if (!isKnown) return invalid('resource_missing');
    const id = `pi_${randomUUID()}`;
    const confirms = method === 'pm_card_threeDSecureRequired';
    const intent: Intent = {
      id,
      object: 'payment_intent',
      status: decline !== undefined ? 'requires_payment_method' : confirms ? 'requires_action' : 'requires_capture',
      amount: Number(form.get('amount')),
      amount_refunded: 0,
      metadata: metadataOf(form),
      next_action: confirms
        ? { type: 'redirect_to_url', redirect_to_url: { url: `https://bank.example/${id}` } }
        : null,
      last_payment_error: decline ?? null,
    };
    intents.set(id, intent);
    if (decline === undefined) return { status: 200, body: intent };
    return { status: 402, body: { error: { type: 'card_error', ...decline, payment_intent: intent } } };
  }

  function changeIntent(intent: Intent, action: string | undefined, form: URLSearchParams): Answer {
    if (action === undefined) return { status: 200, body: intent };
    if (action === 'capture') {
      if (intent.status !== 'requires_capture') return invalid('payment_intent_unexpected_state');
      Object.assign(intent, { status: 'succeeded', metadata: { ...intent.metadata, ...metadataOf(form) } });
    } else {
      if (intent.status === 'succeeded') return invalid('payment_intent_unexpected_state');
      intent.status = 'canceled';
    }
    return { status: 200, body: intent };
  }

  function createRefund(form: URLSearchParams): Answer {
    const intent = intents.get(form.get('payment_intent') ?? '');
    const amount = Number(form.get('amount'));
    if (intent?.status !== 'succeeded' || intent.amount_refunded + amount > intent.amount) {
      return invalid('charge_already_refunded');
    }
    intent.amount_refunded += amount;
    const refund = { id: `re_${randomUUID()}`, payment_intent: intent.id, amount, status: 'succeeded' };
    refunds.push({ ...refund, metadata: metadataOf(form) });
    return { status: 200, body: refund };
  }

  function answer(method: string, { pathname, searchParams }: URL, form: URLSearchParams): Answer {
    const [, , resource, id, action] = pathname.split('/');
    if (resource === 'refunds') {
      if (method === 'POST') return createRefund(form);
      const own = refunds.filter((refund) => refund.payment_intent === searchParams.get('payment_intent'));
      return { status: 200, body: { object: 'list', data: own } };
    }
    if (id === 'search') {
      const [, key] = /:'(.*)'$/.exec(searchParams.get('query') ?? '') ?? [];
      const data = Array.from(intents.values()).filter(({ metadata }) => metadata['payment_key'] === key);
      return { status: 200, body: { object: 'search_result', data } };
    }
    if (id === undefined) return createIntent(form);
    const intent = intents.get(id);
    return intent === undefined ? invalid('resource_missing') : changeIntent(intent, action, form);
  }

  /** As Stripe does: what has been answered under a key is answered again, and another request under it is refused. */
  function answerOnce(request: IncomingMessage, url: URL, body: string): Answer {
    const key = request.headers['idempotency-key'];
    const run = () => answer(request.method ?? '', url, new URLSearchParams(body));
    if (typeof key !== 'string' || request.method !== 'POST') return run();
    const known = byKey.get(key);
    const whole = `${url.pathname} ${body}`;
    if (known === undefined) {
      const first = run();
      byKey.set(key, { request: whole, answer: JSON.parse(JSON.stringify(first)) as Answer });
      return first;
    }
    if (known.request === whole) return known.answer;
    return { status: 400, body: { error: { type: 'idempotency_error', message: 'The key was used otherwise.' } } };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Stripe's client tries once more when a connection was closed; a question that changes nothing comes through.
    if (request.method === 'GET' || lost?.times === 0) lost = null;
    const cut = lost?.what;
    if (lost !== null) lost.times -= 1;
    if (cut === 'request') return void request.socket.destroy();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '', 'http://stripe.invalid');
    const { status, body } = answerOnce(request, url, Buffer.concat(chunks).toString('utf8'));
    if (cut === 'answer') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    confirm(id, { approve }) {
      const fault = { code: 'payment_intent_authentication_failure' };
      Object.assign(
        intents.get(id) ?? {},
        approve
          ? { status: 'requires_capture', next_action: null }
          : { status: 'requires_payment_method', next_action: null, last_payment_error: fault },
      );
    },
    loseNext: (what) => void (lost = { what, times: 2 }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function invalid(code: string): Answer {
  return { status: 400, body: { error: { type: 'invalid_request_error', code, message: code } } };
}

function metadataOf(form: URLSearchParams): Record<string, string> {
  const entries = Array.from(form).flatMap(([name, value]) => {
    const [, key] = /^metadata\[(\w+)\]$/.exec(name) ?? [];
    return key === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}
