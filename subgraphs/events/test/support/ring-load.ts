import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { AuditEntry, EventsStores, HistoricalOrder, UserEvent } from '../../src/index.ts';
import { auditEntry, historicalOrder, newCustomer, newNumericId, userEvent } from './events.ts';

/** What one visitor did: an event, an entry of the audit trail and an order, each written and then read back. */
export interface Round {
  readonly event: UserEvent;
  readonly entry: AuditEntry;
  readonly order: HistoricalOrder;
  /** The code of the first refusal, or what was wrong; null when all was reported done and read back as written. */
  refusal: string | null;
  /** How long the slowest question took, in milliseconds. */
  slowestMs: number;
}

export interface RingLoad {
  /** All that have ended, in the order of their ends. */
  readonly rounds: readonly Round[];
  /** Those that were refused, of all that have ended since a number of them had. */
  refused(since?: number): Round[];
  /** Begins no more; resolves when all have ended. */
  stop(): Promise<void>;
}

/** Several clients at work, each in one round after the other. Every event is of the given type and has the value 1. */
export function startRingLoad(options: { stores: EventsStores; type: string; clients: number }): RingLoad {
  const { stores, type, clients } = options;
  const rounds: Round[] = [];
  let isStopped = false;

  async function client(): Promise<void> {
    while (!isStopped) {
      const round = newRound(type);
      await attempt(stores, round);
      rounds.push(round);
      // Whoever was refused comes again a moment later.
      if (round.refusal !== null) await delay(100);
    }
  }

  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    rounds,
    refused: (since = 0) => rounds.slice(since).filter(({ refusal }) => refusal !== null),
    async stop() {
      isStopped = true;
      await running;
    },
  };
}

/** Writes a round, under the ids that it has, and reads it back. */
export async function attempt(stores: EventsStores, round: Round): Promise<void> {
  const { event, entry, order } = round;
  round.refusal = null;
  const asked = async <Answer>(question: Promise<Answer>): Promise<Answer> => {
    const began = performance.now();
    try {
      return await question;
    } finally {
      round.slowestMs = Math.max(round.slowestMs, performance.now() - began);
    }
  };
  try {
    await asked(stores.userEvents.append([event]));
    await asked(stores.auditLog.append([entry]));
    await asked(stores.orderHistory.put([order]));
    const found = await asked(readRounds(stores, [round]));
    if (!isDeepStrictEqual(found, wholeRounds([round]))) {
      round.refusal = `what was reported done was read back as ${JSON.stringify(found)}`;
    }
  } catch (error) {
    round.refusal = codeOf(error);
  }
}

/** What is found of each round. */
export async function readRounds(stores: EventsStores, rounds: readonly Round[]) {
  const page = { limit: 3, after: null };
  const [events, entries, orders] = await Promise.all([
    stores.userEvents.pagesOf(rounds.map(({ event }) => ({ visitor: event.visitor, ...page }))),
    stores.auditLog.pagesOf(rounds.map(({ entry }) => ({ entity: entry.entity, ...page }))),
    stores.orderHistory.pagesOf(rounds.map(({ order }) => ({ customerId: order.customerId, ...page }))),
  ]);
  return rounds.map((_, index) => ({ events: events[index], entries: entries[index], orders: orders[index] }));
}

/** What is to be found of each. */
export function wholeRounds(rounds: readonly Round[]) {
  return rounds.map(({ event, entry, order }) => ({ events: [event], entries: [entry], orders: [order] }));
}

function newRound(type: string): Round {
  const visitor = newCustomer();
  return {
    event: userEvent({ visitor, type, value: 1 }),
    entry: auditEntry({ entity: { type: 'order', id: newNumericId() } }),
    order: historicalOrder({ customerId: visitor.id }),
    refusal: null,
    slowestMs: 0,
  };
}

function codeOf(error: unknown): string {
  const extensions: unknown = Error.isError(error) && 'extensions' in error ? error.extensions : undefined;
  if (typeof extensions === 'object' && extensions !== null && 'code' in extensions) return String(extensions.code);
  return String(error);
}
