import type { Currency } from '@mosaico/service';

/** Why money was refused, as far as the shopper can act on it. */
export const declineCodes = [
  /** The bank says no and not why. */
  'cardDeclined',
  'insufficientFunds',
  'expiredCard',
  /** What names the card is nothing that the provider knows. */
  'invalidMethod',
  /** The bank suspects that somebody else pays. */
  'suspectedFraud',
  /** The shopper did not confirm the payment (3-D Secure), or somebody else tried to. */
  'authenticationFailed',
  /** The provider failed and has taken nothing. */
  'processingError',
  /** The request never reached the provider, which has taken nothing. */
  'neverArrived',
] as const;
export type DeclineCode = (typeof declineCodes)[number];

/** What the provider says of an operation. `reference` is the provider's own id: of the payment, or of the refund. */
export type PaymentAnswer =
  /** The money is set aside for the shop, and not taken. */
  | { readonly outcome: 'authorized'; readonly reference: string }
  /** The money is the shop's: from here on it is only given back. */
  | { readonly outcome: 'captured'; readonly reference: string }
  /** Nothing is set aside, taken or given back. */
  | { readonly outcome: 'declined'; readonly reference: string | null; readonly code: DeclineCode }
  /** The shopper has to confirm at the URL (3-D Secure); a notice tells what came of it. */
  | { readonly outcome: 'actionRequired'; readonly reference: string; readonly redirectUrl: string }
  /** What was set aside is the customer's again. */
  | { readonly outcome: 'voided'; readonly reference: string }
  | { readonly outcome: 'refunded'; readonly reference: string };

/** What a provider tells by itself, in any order, once or several times, perhaps before it has answered. */
export interface PaymentNotice {
  /** The provider's id of the notice: the same one again is the same notice. */
  readonly id: string;
  /** The key of the `authorize` that began the payment; null for what this shop did not begin. */
  readonly paymentKey: string | null;
  /** The provider's id of the payment; null for a notice about something else. */
  readonly reference: string | null;
}

/**
 * Who takes the money. Every operation has an idempotency key: the same key is the same operation, however often and however
 * concurrently it comes, and has the same answer. Keys come from `operationKeys`. Amounts are decimal strings with two
 * decimals. `method` is a token that the provider gave the shopper's browser: card data never come here.
 *
 * @throws PaymentUnavailable when there is no answer: the operation may have been done or not. Ask `find` before anything else,
 *   or repeat it under the same key. Any other error is a fault of the shop's own.
 */
export interface PaymentProvider {
  /** As payments keep it: `sandbox`, `stripe`. */
  readonly name: string;
  /** Sets money aside. `authorized`, `actionRequired` or `declined`. */
  authorize(request: {
    key: string;
    orderId: string;
    amount: string;
    currency: Currency;
    method: string;
  }): Promise<PaymentAnswer>;
  /** Takes what was set aside, all of it. `captured`, or `declined` for what was voided or has expired. */
  capture(request: { key: string; reference: string; amount: string; currency: Currency }): Promise<PaymentAnswer>;
  /** Gives back what was set aside. `voided`; `captured` when the money has been taken: then only a refund gives it back. */
  void(request: { key: string; reference: string }): Promise<PaymentAnswer>;
  /** Gives back money that was taken. `refunded`; `declined` when the provider cannot, or more than was taken would go back. */
  refund(request: { key: string; reference: string; amount: string; currency: Currency }): Promise<PaymentAnswer>;
  /**
   * What became of the operation with this key, as things stand now: an `authorize` whose money has been taken meanwhile is
   * `captured`. Null when it never arrived. Changes nothing.
   * @param options.reference the payment's, where it is known: some providers find nothing else at once
   */
  find(key: string, options?: { reference?: string | null }): Promise<PaymentAnswer | null>;
  /** @throws WebhookRefused unless the provider itself wrote the body, lately. */
  verifyWebhook(request: {
    body: Buffer;
    headers: Readonly<Record<string, string | undefined>>;
  }): Promise<PaymentNotice>;
}

/** No answer: whether the operation was done is not known. */
export class PaymentUnavailable extends Error {
  override readonly name = 'PaymentUnavailable';
  constructor(provider: string, options: { cause?: unknown } = {}) {
    super(`The payment provider ${provider} does not answer.`, options);
  }
}

/** A body that claims to be a notice and is not the provider's, or is too old. The message may be shown to who sent it. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

/** The keys of the operations of one payment. @param paymentKey at most 90 characters */
export function operationKeys(paymentKey: string): { authorize: string; capture: string; void: string } {
  return { authorize: paymentKey, capture: `${paymentKey}:capture`, void: `${paymentKey}:void` };
}
