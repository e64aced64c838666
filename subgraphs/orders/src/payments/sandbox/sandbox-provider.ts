import { createHash, randomUUID } from 'node:crypto';
import { isUnavailable, type Logger } from '@mosaico/service';
import type { Knex } from 'knex';
import type { Database } from '../../store/connect.ts';
import { PaymentUnavailable, type PaymentAnswer, type PaymentProvider } from '../payment-provider.ts';
import { sandboxCards, type SandboxCard } from './sandbox-cards.ts';
import { createSandboxRows, lockPayment, type SandboxPayment } from './sandbox-rows.ts';
import { readNotice, signNotice, type SandboxDelivery } from './sandbox-webhook.ts';

/** The sandbox, with what a shopper does at the bank. */
export interface SandboxProvider extends PaymentProvider {
  /** The shopper confirms a payment that is `actionRequired`, or does not; afterwards a notice goes out. Once: later ones change nothing. */
  confirm(reference: string, options: { approve: boolean }): Promise<PaymentAnswer>;
  /** @returns null for a reference that was never given out */
  payment(reference: string): Promise<SandboxPayment | null>;
  /** Resolves when the notices that are under way have arrived. */
  settle(): Promise<void>;
}

const name = 'sandbox';

/**
 * A provider that is made up and takes no money: for trying the shop out, and for tests, since each card of `sandboxCards` does
 * the same thing every time. What it knows outlives the process, in rows of its own.
 *
 * @param options.database with connections that nothing else of the shop uses: what the shop rolls back stays done here
 * @param options.confirmUrl where the shopper confirms; the reference is added to it
 * @param options.secret signs its notices
 * @param options.notify brings a notice to the shop; a failure is logged, and the notice not repeated
 */
export function createSandboxProvider(options: {
  database: Database;
  secret: string;
  confirmUrl?: string;
  notify?: (delivery: SandboxDelivery) => Promise<unknown>;
  now: () => Date;
  logger: Logger;
  newId?: () => string;
}): SandboxProvider {
  const { database, secret, confirmUrl = 'https://sandbox.invalid/confirm/', notify, now, logger } = options;
  const { newId = randomUUID } = options;
  const rows = createSandboxRows(database);
  const underWay = new Set<Promise<unknown>>();

  /** Tells the shop as often as the card says. */
  async function tell({ payment_key, reference, method }: SandboxPayment): Promise<void> {
    if (notify === undefined) return;
    const delivery = signNotice({ id: newId(), paymentKey: payment_key, reference }, { secret, at: now() });
    for (let time = 0; time < (cardOf(method).noticesComeTimes ?? 1); time++) {
      await notify(delivery).catch((error: unknown) => {
        logger.warn({ err: error, reference }, 'a notice of the sandbox did not arrive');
      });
    }
  }

  /** Does an operation once, tells of it, and answers, or loses the answer. */
  async function operate(
    operation: Operation,
    work: (transaction: Knex) => Promise<{ answer: PaymentAnswer; payment: SandboxPayment }>,
  ): Promise<PaymentAnswer> {
    const { kind, key, request } = operation;
    let done: SandboxPayment | null = null;
    const result = await asked(() =>
      rows.once(
        { key, request: { kind, ...request }, at: now(), losesFirst: operation.losesFirst ?? false },
        async (transaction) => {
          const { answer, payment } = await work(transaction);
          done = payment;
          return { answer, reference: payment.reference };
        },
      ),
    );
    if (result === 'lost') throw new PaymentUnavailable(name);
    const payment = done as SandboxPayment | null;
    if (!result.isFirst || payment === null) return result.answer;
    const card = cardOf(payment.method);
    const told = tell(payment).finally(() => underWay.delete(told));
    underWay.add(told);
    if (card.noticesComeFirst === true) await told;
    if (card.losesAnswerOf === kind) throw new PaymentUnavailable(name);
    return result.answer;
  }

  return {
    name,

    authorize({ key, ...request }) {
      const { orderId, amount, currency, method } = request;
      const card = cardOf(method);
      const losesFirst = card.losesFirstRequest === true;
      return operate({ kind: 'authorize', key, request, losesFirst }, async (transaction) => {
        const payment: SandboxPayment = {
          reference: `sbx_${createHash('sha256').update(key).digest('hex').slice(0, 24)}`,
          payment_key: key,
          order_id: orderId,
          method,
          amount,
          currency,
          state: card.declines !== undefined ? 'declined' : card.confirms === true ? 'confirming' : 'authorized',
          decline_code: card.declines ?? null,
          refunded: '0.00',
          made_at: now(),
        };
        await transaction('sandbox_payments').insert(payment);
        return { answer: answerOf(payment, confirmUrl), payment };
      });
    },

    capture({ key, ...request }) {
      return operate({ kind: 'capture', key, request }, async (transaction) => {
        const payment = await lockPayment(transaction, request.reference);
        const refused = cardOf(payment.method).declinesCapture;
        if (payment.state !== 'authorized' || request.amount !== payment.amount || refused !== undefined) {
          const isTaken = payment.state === 'captured' && request.amount === payment.amount;
          return { answer: isTaken ? answerOf(payment, confirmUrl) : declined(payment, refused), payment };
        }
        const captured = await change(transaction, payment, { state: 'captured' });
        return { answer: answerOf(captured, confirmUrl), payment: captured };
      });
    },

    void({ key, reference }) {
      return operate({ kind: 'void', key, request: { reference } }, async (transaction) => {
        const payment = await lockPayment(transaction, reference);
        if (payment.state === 'captured') return { answer: answerOf(payment, confirmUrl), payment };
        const voided = await change(transaction, payment, { state: 'voided' });
        return { answer: answerOf(voided, confirmUrl), payment: voided };
      });
    },

    refund({ key, ...request }) {
      return operate({ kind: 'refund', key, request }, async (transaction) => {
        const payment = await lockPayment(transaction, request.reference);
        const refunded = toCents(payment.refunded) + toCents(request.amount);
        const refused = cardOf(payment.method).declinesRefund;
        if (payment.state !== 'captured' || refunded > toCents(payment.amount) || refused !== undefined) {
          return { answer: declined(payment, refused), payment };
        }
        const changed = await change(transaction, payment, { refunded: (refunded / 100).toFixed(2) });
        const reference = `sbxr_${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
        return { answer: { outcome: 'refunded', reference }, payment: changed };
      });
    },

    async find(key) {
      const operation = await asked(() => rows.operation(key));
      if (operation === null) return null;
      const payment = operation.reference === null ? null : await asked(() => rows.payment(operation.reference ?? ''));
      return payment?.payment_key === key ? answerOf(payment, confirmUrl) : operation.answer;
    },

    verifyWebhook: (request) => Promise.resolve().then(() => readNotice(request, { secret, now: now() })),

    confirm(reference, { approve }) {
      const key = `confirm:${reference}`;
      // Whoever asks first decides, so the answer is no part of the request.
      return operate({ kind: 'confirm', key, request: { reference } }, async (transaction) => {
        const payment = await lockPayment(transaction, reference);
        if (payment.state !== 'confirming') return { answer: answerOf(payment, confirmUrl), payment };
        const confirmed = await change(
          transaction,
          payment,
          approve ? { state: 'authorized' } : { state: 'declined', decline_code: 'authenticationFailed' },
        );
        return { answer: answerOf(confirmed, confirmUrl), payment: confirmed };
      });
    },

    payment: (reference) => asked(() => rows.payment(reference)),

    async settle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

interface Operation {
  readonly kind: 'authorize' | 'capture' | 'void' | 'refund' | 'confirm';
  readonly key: string;
  readonly request: object;
  readonly losesFirst?: boolean;
}

/** A token that nobody gave out is a card that is not known. */
function cardOf(method: string): SandboxCard {
  return Object.hasOwn(sandboxCards, method) ? (sandboxCards[method] ?? {}) : { declines: 'invalidMethod' };
}

async function change(
  transaction: Knex,
  payment: SandboxPayment,
  changes: Partial<Pick<SandboxPayment, 'state' | 'decline_code' | 'refunded'>>,
): Promise<SandboxPayment> {
  await transaction('sandbox_payments').where({ reference: payment.reference }).update(changes);
  return { ...payment, ...changes };
}

function answerOf(payment: SandboxPayment, confirmUrl: string): PaymentAnswer {
  const { reference, state } = payment;
  switch (state) {
    case 'authorized':
    case 'captured':
    case 'voided':
      return { outcome: state, reference };
    case 'confirming':
      return { outcome: 'actionRequired', reference, redirectUrl: `${confirmUrl}${reference}` };
    case 'declined':
      return declined(payment, payment.decline_code ?? undefined);
  }
}

function declined({ reference }: SandboxPayment, code: SandboxCard['declines']): PaymentAnswer {
  return { outcome: 'declined', reference, code: code ?? 'processingError' };
}

function toCents(amount: string): number {
  return Math.round(Number(amount) * 100);
}

/** A database that does not answer is a provider that does not. */
async function asked<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    if (isUnavailable(error)) throw new PaymentUnavailable(name, { cause: error });
    throw error;
  }
}
