import type { PaymentProvider } from '../src/payments/payment-provider.ts';

type Operation = 'authorize' | 'capture' | 'void' | 'refund' | 'find';

/** A provider that a test can stop in the middle of an operation. */
export interface HeldProvider extends PaymentProvider {
  /** The operations that it was asked for, with the key of each. */
  readonly asked: readonly string[];
  /**
   * Holds the next such operation, before it is done or after.
   * @returns `reached` resolves when it is held there; `release` lets it go on, or fail without an answer
   */
  hold(operation: Operation, when: 'before' | 'after'): { reached: Promise<void>; release: (failure?: Error) => void };
}

/** @param inner who does what is asked */
export function aHeldProvider(inner: PaymentProvider): HeldProvider {
  const asked: string[] = [];
  const holds = new Map<string, { reach: () => void; released: Promise<Error | undefined> }>();

  async function pass(operation: Operation, when: 'before' | 'after'): Promise<void> {
    const place = `${when} ${operation}`;
    const hold = holds.get(place);
    if (hold === undefined) return;
    holds.delete(place);
    hold.reach();
    const failure = await hold.released;
    if (failure !== undefined) throw failure;
  }

  async function operate<Answer>(operation: Operation, key: string, work: () => Promise<Answer>): Promise<Answer> {
    asked.push(`${operation} ${key}`);
    await pass(operation, 'before');
    const answer = await work();
    await pass(operation, 'after');
    return answer;
  }

  return {
    name: inner.name,
    asked,
    hold(operation, when) {
      const reached = Promise.withResolvers<undefined>();
      const released = Promise.withResolvers<Error | undefined>();
      holds.set(`${when} ${operation}`, { reach: () => reached.resolve(undefined), released: released.promise });
      return { reached: reached.promise, release: (failure) => released.resolve(failure) };
    },
    authorize: (request) => operate('authorize', request.key, () => inner.authorize(request)),
    capture: (request) => operate('capture', request.key, () => inner.capture(request)),
    void: (request) => operate('void', request.key, () => inner.void(request)),
    refund: (request) => operate('refund', request.key, () => inner.refund(request)),
    find: (key, options) => operate('find', key, () => inner.find(key, options)),
    verifyWebhook: (request) => inner.verifyWebhook(request),
  };
}
