import type { GraphQLAnswer } from '../support/graphql-client.ts';
import { loggedIn, type Caller } from '../support/saved-queries.ts';
import { faultyStores, type FaultyStore } from './faulty-shop.ts';

interface Question {
  readonly caller: Caller;
  readonly query: string;
}

/** A question for each store that no other store is asked for. */
const alone: Record<FaultyStore, Question> = {
  mysql: {
    caller: 'ada',
    query: '{ me { orders(first: 2) { edges { node { number status total { amount } } } } } }',
  },
  postgres: { caller: 'grace', query: '{ topProducts(first: 3) { sku name units revenue { amount } } }' },
  mongodb: {
    caller: 'nobody',
    query: '{ products(first: 2) { edges { node { name price { amount } rating { average } } } } }',
  },
  dynamodb: { caller: 'ada', query: '{ cart { itemCount items { sku quantity } } }' },
  cassandra: {
    caller: 'grace',
    query:
      '{ metrics(name: "product.viewed", from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z", resolution: DAY) { count } }',
  },
};

interface MixedQuestion extends Question {
  /** What of the answer is null without the store. */
  readonly missing: readonly string[];
  /** What the caches hold of the store, as a rule: null when they were not asked or did not answer either. */
  readonly cached: readonly string[];
}

/** For each store a question that others are asked for too. */
const mixed: Record<FaultyStore, MixedQuestion> = {
  mysql: {
    caller: 'ada',
    query:
      '{ me { name orders(first: 1) { edges { node { number } } } } product(sku: "COF-FRP-1L") { name inventory { available } sales { units } } }',
    missing: ['me.orders'],
    cached: ['product.inventory', 'me'],
  },
  postgres: {
    caller: 'ada',
    query:
      '{ me { name segment { name } lifetimeValue { amount } } product(sku: "COF-FRP-1L") { name sales { units } } }',
    missing: ['me.segment'],
    cached: ['me.lifetimeValue', 'product.sales'],
  },
  mongodb: {
    caller: 'ada',
    query:
      '{ cart { itemCount items { sku quantity product { name } } } me { orders(first: 1) { edges { node { number } } } } products(first: 1) { edges { node { name } } } }',
    missing: ['products'],
    cached: ['cart.items.*.product.name'],
  },
  dynamodb: {
    caller: 'ada',
    query:
      '{ me { name cart { itemCount } notifications(first: 1) { edges { node { title } } } lifetimeValue { amount } } }',
    missing: ['me.notifications'],
    cached: ['me.cart.itemCount'],
  },
  cassandra: {
    caller: 'ada',
    query: '{ me { name activity(first: 1) { edges { node { type } } } lifetimeValue { amount } } }',
    missing: ['me.activity'],
    cached: [],
  },
};

/** An answer with the time it took. */
export interface Timed {
  readonly answer: GraphQLAnswer;
  readonly ms: number;
}

/** What is asked of a shop while a store of its is away, and what it has to answer. */
export interface Questions {
  /** Asks once the question that no other store takes part in. @returns null when it is answered whole, or what arrived */
  askAlone(store: FaultyStore): Promise<Timed & { fault: string | null }>;
  /** Asks the question that the store answers together with others. */
  askMixed(store: FaultyStore): Promise<Timed>;
  /** The data of the mixed question with the store. */
  whole(store: FaultyStore): GraphQLAnswer['data'];
  /** And what they may be without it: with everything that the caches hold, or less. */
  without(store: FaultyStore): GraphQLAnswer['data'][];
  /** And where some of its answers were lost. */
  partly(store: FaultyStore): GraphQLAnswer['data'][];
  /** Asks everything once. @returns what was not answered whole, by store */
  faults(): Promise<string[]>;
}

/** Learns every answer, while all is well. */
export async function prepareQuestions(origin: string, home: { path: string }): Promise<Questions> {
  const clients = await loggedIn(origin, home);
  const ask = async ({ caller, query }: Question): Promise<Timed> => {
    const started = performance.now();
    const answer = await clients[caller].ask({ query }).catch(failed);
    return { answer, ms: performance.now() - started };
  };
  const learn = async (questions: Record<FaultyStore, Question>): Promise<Map<FaultyStore, GraphQLAnswer>> => {
    const learned = new Map<FaultyStore, GraphQLAnswer>();
    for (const store of faultyStores) {
      const { answer } = await ask(questions[store]);
      if (answer.errors !== undefined) throw new Error(`Before any fault, ${store} gave ${JSON.stringify(answer)}.`);
      learned.set(store, answer);
    }
    return learned;
  };
  const [aloneAnswers, mixedAnswers] = [await learn(alone), await learn(mixed)];
  const faultOf = (store: FaultyStore, { answer }: Timed, expected: GraphQLAnswer | undefined): string | null =>
    JSON.stringify(answer) === JSON.stringify(expected) ? null : `${store}: ${JSON.stringify(answer)}`;
  const askAlone: Questions['askAlone'] = async (store) => {
    const timed = await ask(alone[store]);
    return { ...timed, fault: faultOf(store, timed, aloneAnswers.get(store)) };
  };
  return {
    askAlone,
    askMixed: (store) => ask(mixed[store]),
    whole: (store) => mixedAnswers.get(store)?.data,
    partly(store) {
      const { missing, cached } = mixed[store];
      return subsets([...missing, ...cached]).map((lost) => withNulls(mixedAnswers.get(store)?.data, lost));
    },
    without(store) {
      const { missing, cached } = mixed[store];
      return subsets(cached).map((lost) => withNulls(mixedAnswers.get(store)?.data, [...missing, ...lost]));
    },
    async faults() {
      const found = await Promise.all(
        faultyStores.flatMap((store) => [
          askAlone(store).then(({ fault }) => fault),
          ask(mixed[store]).then((timed) => faultOf(store, timed, mixedAnswers.get(store))),
        ]),
      );
      return found.filter((fault) => fault !== null);
    },
  };
}

function failed(error: unknown): GraphQLAnswer {
  return { errors: [{ message: Error.isError(error) ? `${error.message} ${String(error.cause)}` : String(error) }] };
}

type Data = GraphQLAnswer['data'];

/** The empty one first. */
function subsets(paths: readonly string[]): string[][] {
  return paths.reduce<string[][]>((all, path) => [...all, ...all.map((some) => [...some, path])], [[]]);
}

function withNulls(data: Data, paths: readonly string[]): Data {
  const copy = structuredClone(data);
  for (const path of paths) setNull(copy, path.split('.'));
  return copy;
}

function setNull(value: unknown, [step = '', ...rest]: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of step === '*' ? Object.keys(value) : [step]) {
    const fields = value as Record<string, unknown>;
    if (rest.length === 0) fields[key] = null;
    else setNull(fields[key], rest);
  }
}
