/** Forward, until the order is paid; or back: what was done is undone, or made good. */
export type SagaDirection = 'forward' | 'back';

/**
 * `running`: its step is to be taken, or is being taken. `waiting`: its step waits for somebody outside, such as the customer who
 * has not paid yet. `done`, `undone`: it has ended, the one way or the other.
 */
export type SagaState = 'running' | 'waiting' | 'done' | 'undone';

/** How far what follows from an order has come. Each order that was placed here has one; imported ones have none. */
export interface SagaRecord {
  readonly id: string;
  readonly orderId: string;
  readonly direction: SagaDirection;
  readonly state: SagaState;
  /** Which step comes next; null when it has ended. */
  readonly step: string | null;
  /** Counts its steps from 1, over both directions. */
  readonly stepNo: number;
  /** How often the step was tried and failed. */
  readonly tries: number;
  /** What its steps know of each other, JSON: nothing personal, no card. */
  readonly data: string;
  /** When its step is due; null when it has ended. */
  readonly nextAt: Date | null;
  /** When it is stuck if the step has not been taken by then; null when it has ended. */
  readonly deadlineAt: Date | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** One step of a saga, as it went. */
export interface SagaStepRecord {
  readonly stepNo: number;
  readonly name: string;
  readonly direction: SagaDirection;
  readonly state: 'done' | 'failed';
  /** The successful one included. */
  readonly tries: number;
  /** What came of it, or why it failed: up to 500 characters for members of staff. */
  readonly result: string | null;
  /** When it is tried again; null when it was taken. */
  readonly nextAt: Date | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** The sagas, outside of transactions that change them. Times are by the caller's clock. */
export interface SagaStore {
  /** The sagas of those of the orders that have one, in any order. */
  ofOrders(orderIds: readonly string[]): Promise<SagaRecord[]>;
  /** The steps that were taken, or have failed, of those of the orders that have a saga, each saga's in their order. */
  stepsOf(orderIds: readonly string[]): Promise<{ orderId: string; steps: SagaStepRecord[] }[]>;
  /** Those whose step is due and that nobody holds, the longest due first. */
  due(options: { at: Date; limit: number }): Promise<SagaRecord[]>;
  /** Those that have not taken their step by its deadline, the longest overdue first. */
  stuck(options: { at: Date; limit: number }): Promise<SagaRecord[]>;
  /** How many are under way, and how many of them are stuck. */
  count(options: { at: Date }): Promise<{ open: number; stuck: number }>;
  /**
   * Makes the saga one driver's own until a time: the driver whose lease it is. Null when somebody else's lease has not ended, or
   * there is nothing left to be done.
   */
  claim(id: string, options: { lease: string; at: Date; until: Date }): Promise<SagaRecord | null>;
  /** Makes the saga due now for whoever comes first. False when it has ended. */
  makeDue(id: string, options: { at: Date }): Promise<boolean>;
}

/** What one transaction does to a saga, whose order's row it has locked before. */
export interface SagaTransaction {
  /** Begins an order's saga, at the step after those that have been taken. */
  begin(saga: NewSaga): Promise<SagaRecord>;
  /** The saga of an order, locked until the transaction ends; null for an order that has none. */
  lock(orderId: string): Promise<(SagaRecord & { readonly lease: string }) | null>;
  /** Makes it what is given. Only its holder, and whoever turns it, may do so. */
  save(
    saga: SagaRecord,
    options: { lease: { readonly key: string; readonly until: Date } | 'as it is' | null },
  ): Promise<void>;
  /** Notes how a step went, in place of what was noted of it before. */
  noteStep(sagaId: string, step: SagaStepRecord): Promise<void>;
}

export interface NewSaga {
  readonly orderId: string;
  /** The steps that this transaction takes itself. */
  readonly taken: readonly { readonly name: string; readonly result: string | null }[];
  readonly step: string;
  readonly state: 'running' | 'waiting';
  readonly data: string;
  readonly nextAt: Date;
  readonly deadlineAt: Date;
  readonly at: Date;
  /** Set when the one who begins it goes on with it at once. */
  readonly lease: { readonly key: string; readonly until: Date } | null;
}
