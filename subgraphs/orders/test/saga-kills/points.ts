import type { PaymentProvider } from '../../src/payments/payment-provider.ts';
import type { OrderStore, OrderTransaction } from '../../src/store/order-store.ts';

const transactions = ['place', 'pay', 'cancel', 'authorize', 'capture', 'settle', 'giveBack'] as const;
const operations = ['authorize', 'capture', 'void', 'refund', 'find'] as const;

/** Where a process can end: around the commit of each step, on the way back as well, and around each call of the provider. */
export const killPoints = [
  ...transactions.flatMap((name) => [`${name}: before commit`, `${name}: after commit`] as const),
  ...operations.flatMap((name) => [`provider ${name}: before`, `provider ${name}: after`] as const),
] as const;
export type KillPoint = (typeof killPoints)[number];

type Reach = (point: KillPoint) => void;

/** Orders whose transactions say what they are by what they do. */
export function killableOrders(orders: OrderStore, reach: Reach): OrderStore {
  return {
    ...orders,
    async transaction(work) {
      let name: (typeof transactions)[number] | null = null;
      const value = await orders.transaction(async (transaction) => {
        name = null;
        const verdict = await work(named(transaction, (found) => (name = found)));
        if (name !== null && verdict.keep) reach(`${name}: before commit`);
        return verdict;
      });
      // Set by what the transaction did.
      const done = name as (typeof transactions)[number] | null;
      if (done !== null) reach(`${done}: after commit`);
      return value;
    },
  };
}

function named(transaction: OrderTransaction, say: (name: (typeof transactions)[number]) => void): OrderTransaction {
  return {
    ...transaction,
    changeStatus(id, change) {
      if (change.status === 'cancelled') say('cancel');
      return transaction.changeStatus(id, change);
    },
    addPayment(payment, options) {
      say('pay');
      return transaction.addPayment(payment, options);
    },
    sagas: {
      ...transaction.sagas,
      begin(saga) {
        say('place');
        return transaction.sagas.begin(saga);
      },
      noteStep(sagaId, step) {
        const found = transactions.find((name) => name === step.name);
        if (found !== undefined) say(found);
        return transaction.sagas.noteStep(sagaId, step);
      },
    },
  };
}

export function killableProvider(provider: PaymentProvider, reach: Reach): PaymentProvider {
  const around = async <Answer>(name: (typeof operations)[number], ask: () => Promise<Answer>): Promise<Answer> => {
    reach(`provider ${name}: before`);
    const answer = await ask();
    reach(`provider ${name}: after`);
    return answer;
  };
  return {
    name: provider.name,
    authorize: (request) => around('authorize', () => provider.authorize(request)),
    capture: (request) => around('capture', () => provider.capture(request)),
    void: (request) => around('void', () => provider.void(request)),
    refund: (request) => around('refund', () => provider.refund(request)),
    find: (key, options) => around('find', () => provider.find(key, options)),
    verifyWebhook: (request) => provider.verifyWebhook(request),
  };
}
