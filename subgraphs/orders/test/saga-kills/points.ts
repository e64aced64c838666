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

/** What a transaction is, by what it has done so far. */
interface Doing {
  what: (typeof transactions)[number] | null;
}

/** Orders whose transactions say what they are. */
export function killableOrders(orders: OrderStore, reach: Reach): OrderStore {
  const reachNow = ({ what }: Doing, when: 'before commit' | 'after commit'): void => {
    if (what !== null) reach(`${what}: ${when}`);
  };
  return {
    ...orders,
    async transaction(work) {
      const doing: Doing = { what: null };
      const value = await orders.transaction(async (transaction) => {
        doing.what = null;
        const verdict = await work(watched(transaction, doing));
        if (verdict.keep) reachNow(doing, 'before commit');
        return verdict;
      });
      reachNow(doing, 'after commit');
      return value;
    },
  };
}

function watched(transaction: OrderTransaction, doing: Doing): OrderTransaction {
  return {
    ...transaction,
    changeStatus(id, change) {
      if (change.status === 'cancelled') doing.what = 'cancel';
      return transaction.changeStatus(id, change);
    },
    addPayment(payment, options) {
      doing.what = 'pay';
      return transaction.addPayment(payment, options);
    },
    sagas: {
      ...transaction.sagas,
      begin(saga) {
        doing.what = 'place';
        return transaction.sagas.begin(saga);
      },
      noteStep(sagaId, step) {
        doing.what = transactions.find((name) => name === step.name) ?? doing.what;
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
