import Stripe from 'stripe';
import {
  operationKeys,
  PaymentUnavailable,
  WebhookRefused,
  type PaymentAnswer,
  type PaymentNotice,
  type PaymentProvider,
} from '../payment-provider.ts';
import { answerOfIntent, answerOfRefund, declineCode } from './stripe-answers.ts';

const name = 'stripe';
/** Less than the lease of whoever asks. */
const timeoutMs = 10_000;
/** A notice that was signed longer ago is refused. */
const toleranceSeconds = 300;
const signatureHeader = 'stripe-signature';

/**
 * Stripe, by PaymentIntents whose money is set aside first and taken by a call of its own. Keys are Stripe's idempotency keys,
 * which it keeps for a day, and stand in the metadata of what they made, by which `find` knows it later. Without a reference
 * `find` has to search, and Stripe's search is up to a minute behind.
 *
 * @param options.apiBase another server that speaks Stripe's API, such as `http://127.0.0.1:12111`
 * @param options.returnUrl where the shopper comes back to after confirming a payment at the bank
 */
export function createStripeProvider(options: {
  secretKey: string;
  webhookSecret: string;
  apiBase?: string | undefined;
  returnUrl?: string;
  now: () => Date;
}): PaymentProvider {
  const { secretKey, webhookSecret, apiBase, returnUrl = 'https://shop.invalid/', now } = options;
  const stripe = new Stripe(secretKey, {
    // Who asks decides when to ask again.
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    ...(apiBase === undefined ? {} : serverOf(apiBase)),
  });

  /** What the intent of a refused change is now: another operation may have been first. */
  const intentNow = (reference: string): Promise<Stripe.PaymentIntent> =>
    asked(() => stripe.paymentIntents.retrieve(reference));

  return {
    name,

    async authorize({ key, orderId, amount, currency, method }) {
      try {
        const intent = await asked(() =>
          stripe.paymentIntents.create(
            {
              amount: toMinorUnits(amount),
              currency: currency.toLowerCase(),
              payment_method: method,
              allowed_payment_method_types: ['card'],
              capture_method: 'manual',
              confirm: true,
              return_url: returnUrl,
              metadata: { payment_key: key, order_id: orderId },
            },
            { idempotencyKey: key },
          ),
        );
        return answerOfIntent(intent);
      } catch (error) {
        if (error instanceof Stripe.errors.StripeCardError) {
          const reference = error.payment_intent?.id ?? null;
          return { outcome: 'declined', reference, code: declineCode(error.decline_code, error.code) };
        }
        const isNoMethod =
          error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
        if (isNoMethod) return { outcome: 'declined', reference: null, code: 'invalidMethod' };
        throw error;
      }
    },

    async capture({ key, reference, amount }) {
      try {
        const metadata = { capture_key: key };
        const change = { amount_to_capture: toMinorUnits(amount), metadata };
        return answerOfIntent(
          await asked(() => stripe.paymentIntents.capture(reference, change, { idempotencyKey: key })),
        );
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const answer = answerOfIntent(await intentNow(reference));
        return answer.outcome === 'captured'
          ? answer
          : { outcome: 'declined', reference, code: declineCode(error.code) };
      }
    },

    async void({ key, reference }) {
      try {
        return answerOfIntent(await asked(() => stripe.paymentIntents.cancel(reference, {}, { idempotencyKey: key })));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return answerOfIntent(await intentNow(reference));
      }
    },

    async refund({ key, reference, amount }) {
      try {
        const request = { payment_intent: reference, amount: toMinorUnits(amount), metadata: { refund_key: key } };
        return answerOfRefund(await asked(() => stripe.refunds.create(request, { idempotencyKey: key })));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return { outcome: 'declined', reference, code: 'processingError' };
      }
    },

    async find(key, { reference = null } = {}) {
      const intent = reference === null ? await search(key) : await intentNow(reference);
      if (intent === null) return null;
      const { payment_key: paymentKey = '', capture_key: captureKey } = intent.metadata;
      if (key === paymentKey) return answerOfIntent(intent);
      if (key === captureKey) return answerOfIntent(intent);
      if (key === operationKeys(paymentKey).void) return intent.status === 'canceled' ? answerOfIntent(intent) : null;
      return findRefund(intent.id, key);
    },

    verifyWebhook: ({ body, headers }) => Promise.resolve().then(() => readEvent(body, headers[signatureHeader])),
  };

  /** A payment by its own key; what has only just been made may be missing. */
  async function search(key: string): Promise<Stripe.PaymentIntent | null> {
    const query = `metadata['payment_key']:'${key.replaceAll(/['\\]/g, '\\$&')}'`;
    const { data } = await asked(() => stripe.paymentIntents.search({ query, limit: 1 }));
    return data[0] ?? null;
  }

  async function findRefund(reference: string, key: string): Promise<PaymentAnswer | null> {
    const { data } = await asked(() => stripe.refunds.list({ payment_intent: reference, limit: 100 }));
    const refund = data.find(({ metadata }) => metadata?.['refund_key'] === key);
    return refund === undefined ? null : answerOfRefund(refund);
  }

  function readEvent(body: Buffer, signature: string | undefined): PaymentNotice {
    try {
      const event = stripe.webhooks.constructEvent(
        body,
        signature ?? '',
        webhookSecret,
        toleranceSeconds,
        undefined,
        now().getTime(),
      );
      return toNotice(event);
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) {
        throw new WebhookRefused(`The header ${signatureHeader} must sign this body, and lately.`, { cause: error });
      }
      throw new WebhookRefused('The body must be an event of Stripe.', { cause: error });
    }
  }
}

/** An event about an intent, a charge of one, or a refund of one: https://docs.stripe.com/api/events/types */
function toNotice({ id, data }: Stripe.Event): PaymentNotice {
  const thing = data.object as {
    object?: string;
    id?: string;
    payment_intent?: string | { id: string } | null;
    metadata?: Record<string, string> | null;
  };
  const ofIntent = thing.object === 'payment_intent';
  const of = typeof thing.payment_intent === 'object' ? thing.payment_intent?.id : thing.payment_intent;
  return {
    id,
    paymentKey: (ofIntent ? thing.metadata?.['payment_key'] : undefined) ?? null,
    reference: (ofIntent ? thing.id : of) ?? null,
  };
}

/** What Stripe has understood and will not do, as things stand. */
function isRefusal(error: unknown): error is Stripe.errors.StripeInvalidRequestError {
  return error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripeCardError;
}

/** No answer, a fault of Stripe's own, too many requests, or the same key at this moment by somebody else. */
async function asked<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    const isLost =
      error instanceof Stripe.errors.StripeConnectionError ||
      error instanceof Stripe.errors.StripeRateLimitError ||
      (error instanceof Stripe.errors.StripeError && ((error.statusCode ?? 0) >= 500 || error.statusCode === 409));
    if (isLost) throw new PaymentUnavailable(name, { cause: error });
    throw error;
  }
}

/** The shop's currencies have two decimals. */
function toMinorUnits(amount: string): number {
  return Math.round(Number(amount) * 100);
}

function serverOf(apiBase: string) {
  const { protocol, hostname, port } = new URL(apiBase);
  const isHttp = protocol === 'http:';
  return {
    protocol: isHttp ? ('http' as const) : ('https' as const),
    host: hostname,
    port: port === '' ? (isHttp ? 80 : 443) : Number(port),
  };
}
