import { restAfter, type CreateEvent, type ShopEvent } from '@mosaico/bus';
import type { Logger } from '@mosaico/service';
import type { OrderRecord, OrderStore, OrderTransaction } from '../store/order-store.ts';
import type { SagaRecord, SagaStepRecord, SagaStore } from '../store/saga-store.ts';
import { advance, findStep } from './advance.ts';
import { sagaProgressed } from './saga-progressed.ts';
import type { Saga, SagaSteps, StepVerdict } from './saga-step.ts';

/** Longer than any step's `act` takes: then whoever had it is dead, and nobody hears its answer. */
export const leaseMs = 30_000;
const rests = { tries: Infinity, firstRestMs: 1_000, longestRestMs: 60_000 };

/** Takes the steps of sagas, one saga at a time. */
export interface SagaEngine {
  /** What to give a saga, while its row is saved, so that nobody but the caller drives it next. */
  newLease(at: Date): { readonly key: string; readonly until: Date };
  /**
   * Takes step after step until the saga waits, fails or ends. Does nothing where another one is at it, or nothing is left.
   * Never rejects: a step that fails is tried again later.
   * @param lease the caller's, from `newLease`; without one the saga is claimed first
   */
  drive(saga: { readonly id: string; readonly orderId: string }, lease?: string): Promise<void>;
}

/**
 * The engine knows nothing of what the steps do. A step's record and the saga's own are written by one transaction; another
 * driver, which has taken over a lease that ended, or a turn of the saga meanwhile, is seen there, and what was found out for the
 * step before is dropped.
 */
export function createSagaEngine<Data>(options: {
  steps: SagaSteps<Data>;
  sagas: SagaStore;
  orders: Pick<OrderStore, 'transaction'>;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  /** Gives what was never given before, of 40 characters at most. */
  newId: () => string;
  now: () => Date;
  /** From 0 to below 1. */
  random: () => number;
  logger: Logger;
}): SagaEngine {
  const { steps, sagas, orders, createEvent, committed, newId, now, random, logger } = options;

  const newLease = (at: Date) => ({ key: newId(), until: new Date(at.getTime() + leaseMs) });

  /** @returns the saga when there is more to be done, and this is who does it */
  async function takeStep(record: SagaRecord, lease: string): Promise<SagaRecord | null> {
    const step = findStep(steps, record);
    const saga = toSaga<Data>(record);
    const startedAt = now();
    const result = await step.act(saga);
    return write(record, {
      lease,
      startedAt,
      judge: (transaction, order, at) => step.record({ transaction, order, saga, at }, result),
    });
  }

  /** What failed stays as it was, but for the failure itself. */
  function noteFailure(record: SagaRecord, options: { lease: string; error: unknown }): Promise<SagaRecord | null> {
    const { lease, error } = options;
    const { data } = toSaga<Data>(record);
    const verdict: StepVerdict<Data> = {
      is: 'failed',
      result: causeOf(error),
      data,
      events: [],
    };
    return write(record, { lease, startedAt: now(), judge: () => Promise.resolve(verdict) });
  }

  async function write(
    record: SagaRecord,
    options: {
      lease: string;
      startedAt: Date;
      judge: (transaction: OrderTransaction, order: OrderRecord, at: Date) => Promise<StepVerdict<Data>>;
    },
  ): Promise<SagaRecord | null> {
    const { lease, startedAt, judge } = options;
    let events: ShopEvent[] = [];
    const next = await orders.transaction<SagaRecord | null>(async (transaction) => {
      events = [];
      const order = await transaction.lockOrder(record.orderId);
      const locked = await transaction.sagas.lock(record.orderId);
      if (order === null || locked?.lease !== lease) return { keep: false, value: null };
      // Turned while its step was being taken: what that came to is found out on the way back.
      if (locked.stepNo !== record.stepNo) return { keep: false, value: locked.step === null ? null : locked };

      const at = now();
      const verdict = await judge(transaction, order, at);
      const rest = restAfter(record.tries + 1, { ...rests, random });
      const saga = advance(record, verdict, { steps, at, rest });
      const goesOn = saga.step !== null && verdict.is !== 'waiting' && verdict.is !== 'failed';
      await transaction.sagas.save(saga, { lease: goesOn ? { key: lease, until: newLease(at).until } : null });
      const note = toNote(record, { verdict, saga, startedAt, at });
      await transaction.sagas.noteStep(record.id, note);
      events = [...verdict.events, sagaProgressed(createEvent, { order, note, saga, at })];
      await transaction.announce(events);
      return { keep: true, value: goesOn ? saga : null };
    });
    await committed(events);
    return next;
  }

  async function goOn(first: SagaRecord, lease: string): Promise<void> {
    let saga: SagaRecord | null = first;
    while (saga !== null) {
      const current: SagaRecord = saga;
      try {
        saga = await takeStep(current, lease);
      } catch (error) {
        logger.warn({ err: error, order: current.orderId, step: current.step }, 'a step of a saga failed');
        saga = await noteFailure(current, { lease, error });
      }
    }
  }

  return {
    newLease,
    async drive({ id, orderId }, lease) {
      try {
        const at = now();
        const own = lease ?? newLease(at).key;
        const saga =
          lease === undefined
            ? await sagas.claim(id, { lease: own, at, until: newLease(at).until })
            : ((await sagas.ofOrders([orderId]))[0] ?? null);
        if (saga !== null && saga.step !== null) await goOn(saga, own);
      } catch (error) {
        // Its lease ends, and somebody else, or this one again, goes on.
        logger.warn({ err: error, order: orderId }, 'a saga could not be driven');
      }
    },
  };
}

function toSaga<Data>(record: SagaRecord): Saga<Data> {
  return { ...record, data: JSON.parse(record.data) as Data };
}

function toNote<Data>(
  record: SagaRecord,
  options: { verdict: StepVerdict<Data>; saga: SagaRecord; startedAt: Date; at: Date },
): SagaStepRecord {
  const { verdict, saga, startedAt, at } = options;
  const failed = verdict.is === 'failed';
  return {
    ...{ stepNo: record.stepNo, name: record.step ?? '', direction: record.direction, tries: record.tries + 1 },
    ...{ state: failed ? 'failed' : 'done', result: verdict.result, nextAt: failed ? saga.nextAt : null },
    ...{ startedAt, finishedAt: failed ? null : at },
  };
}

/** For members of staff; never more than the message. */
function causeOf(error: unknown): string {
  return Error.isError(error) ? `${error.name}: ${error.message}` : String(error);
}
