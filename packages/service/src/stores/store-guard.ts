import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { ErrorCode, errorCodeOf, isUnavailable as isUnavailableError, storeUnavailable } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import { createRetriedStep } from './retried-step.ts';

/** How long each question of a port may take, in milliseconds. Infinity is for bulk work that nobody waits for. */
export interface StoreLimits<Port> {
  readonly limitMs: number;
  /** The questions that have another limit. */
  readonly exceptions?: Partial<Record<keyof Port, number>>;
}

/** What stands between a subgraph and one database, and decides what each failure of it means. */
export interface StoreGuard {
  /**
   * The same port, each of whose questions first waits for the store to be prepared, and rejects with STORE_UNAVAILABLE when
   * the database cannot be reached, has no answer within its limit, or has just failed so often that it is left alone for a
   * moment. What the database refuses passes as it is. A write may still happen after its limit.
   */
  protect<Port extends object>(name: string, port: Port, limits: StoreLimits<Port>): Port;
  /** One question without the breaker, for health checks and for what is no port. @throws as above */
  ask<Answer>(question: () => Promise<Answer>): Promise<Answer>;
  /**
   * Prepares the store unless that has been done. A database that is down is logged and not thrown: whoever asks next tries
   * again. @throws what is not its being down, such as a schema that cannot be migrated
   */
  open(): Promise<void>;
}

/** Failures without a success between, after which a database is left alone. */
const failuresInARow = 5;
/** How long it is left alone before one question may try it again. Well below the 5 s in which a shop is to be whole again. */
const restMs = 1_000;

const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Guards one database. Domain code, resolvers and other stores are spared: only questions of this database are refused while
 * it is away, each within microseconds once the breaker is open.
 */
export function createStoreGuard(options: {
  /** The subgraph's name, as the coded error tells it: `orders`. */
  store: string;
  logger: Logger;
  metrics?: Metrics | undefined;
  /** What has to succeed once before any question: the schema brought up to date, a connection made. */
  prepare?: () => Promise<void>;
  /** Tells a failure to reach the database from a refusal; by the usual codes and names when absent. */
  isUnavailable?: (error: unknown) => boolean;
  restMs?: number;
}): StoreGuard {
  const { store, logger, metrics = createMetrics(), isUnavailable = isUnavailableError } = options;
  const prepared = createRetriedStep(options.prepare ?? (() => Promise.resolve()));
  const record = createRecorder(store, metrics);
  const breaker = circuitBreaker(handleWhen(isCodedUnavailable), {
    breaker: new ConsecutiveBreaker(failuresInARow),
    halfOpenAfter: options.restMs ?? restMs,
  });
  breaker.onStateChange((state) => {
    record.circuit(state !== CircuitState.Closed);
    if (state === CircuitState.Open) logger.warn({ store }, 'the store is left alone for a moment');
    if (state === CircuitState.Closed) logger.info({ store }, 'the store answers again');
  });

  const coded = (error: unknown): unknown =>
    !isCodedUnavailable(error) && isUnavailable(error) ? storeUnavailable(store, error) : error;

  /** A refusal is an answer: it goes through the breaker as a value, and so counts as a success. */
  async function settled<Answer>(
    question: () => Promise<Answer>,
    late: Promise<never> | null,
  ): Promise<Settled<Answer>> {
    try {
      const answer = prepared().then(question);
      return { answer: await (late === null ? answer : Promise.race([answer, late])) };
    } catch (error) {
      const failure = coded(error);
      if (isCodedUnavailable(failure)) throw failure;
      return { refusal: failure };
    }
  }

  async function limited<Answer>(question: () => Promise<Answer>, limitMs: number): Promise<Answer> {
    // Nobody waits for bulk work, and as the breaker's trial it would make others wait for it.
    if (limitMs === Infinity) return unwrapped(await settled(question, null));
    const deadline = Promise.withResolvers<never>();
    // Whoever waits for another one's trial is held to its own limit, too.
    const timer = setTimeout(() => {
      deadline.reject(storeUnavailable(store, new Error(`No answer within ${limitMs} ms.`)));
    }, limitMs);
    deadline.promise.catch(() => undefined);
    try {
      const trial = breaker.execute(() => settled(question, deadline.promise));
      return unwrapped(await Promise.race([trial, deadline.promise]));
    } catch (error) {
      throw error instanceof BrokenCircuitError ? storeUnavailable(store, error) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    protect(name, port, { limitMs, exceptions = {} }) {
      return new Proxy(port, {
        get(target, member, receiver) {
          const method: unknown = Reflect.get(target, member, receiver);
          if (typeof method !== 'function') return method;
          const limit = (exceptions as Partial<Record<string | symbol, number>>)[member] ?? limitMs;
          const call = { port: name, method: String(member) };
          return (...args: unknown[]) =>
            record.call(call, () =>
              limited(() => Promise.resolve(Reflect.apply(method, target, args) as Promise<unknown>), limit),
            );
        },
      });
    },
    ask: async (question) => unwrapped(await settled(question, null)),
    async open() {
      try {
        await prepared();
      } catch (error) {
        const failure = coded(error);
        if (!isCodedUnavailable(failure)) throw error;
        logger.warn({ store, err: error }, 'the store does not answer; it is asked again when it is needed');
      }
    },
  };
}

type Settled<Answer> = { readonly answer: Answer } | { readonly refusal: unknown };

function unwrapped<Answer>(settled: Settled<Answer>): Answer {
  if ('refusal' in settled) throw settled.refusal;
  return settled.answer;
}

function isCodedUnavailable(error: unknown): boolean {
  return errorCodeOf(error) === ErrorCode.storeUnavailable;
}

/** Counts and times the questions of a store, and tells whether its breaker is open. */
function createRecorder(store: string, metrics: Metrics) {
  const calls = metrics.histogram({
    name: 'mosaico_store_call_duration_seconds',
    help: 'How long questions of stores took, by how they ended: answered, refused, or unavailable.',
    labelNames: ['store', 'port', 'method', 'outcome'],
    buckets: durationBuckets,
  });
  const circuit = metrics.gauge({
    name: 'mosaico_store_circuit_open',
    help: '1 while a store is left alone because it failed, 0 otherwise.',
    labelNames: ['store'],
  });
  circuit.set({ store }, 0);
  return {
    circuit: (isOpen: boolean) => circuit.set({ store }, isOpen ? 1 : 0),
    async call<Answer>(labels: { port: string; method: string }, run: () => Promise<Answer>): Promise<Answer> {
      const end = calls.startTimer({ store, ...labels });
      try {
        const answer = await run();
        end({ outcome: 'answered' });
        return answer;
      } catch (error) {
        end({ outcome: isCodedUnavailable(error) ? 'unavailable' : 'refused' });
        throw error;
      }
    },
  };
}
