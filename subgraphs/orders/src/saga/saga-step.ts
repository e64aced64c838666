import type { ShopEvent } from '@mosaico/bus';
import type { OrderRecord, OrderTransaction } from '../store/order-store.ts';
import type { SagaDirection, SagaRecord } from '../store/saga-store.ts';

/** A saga as its steps see it. */
export interface Saga<Data> extends Omit<SagaRecord, 'data'> {
  readonly data: Data;
}

/**
 * One step. What it does outside of the database, it does in `act`; what it writes, in `record`, in the same transaction that
 * brings the saga to its next step. A process that ends between the two leaves a step that is taken again: `act` must be
 * harmless when repeated, by the keys that it gives whoever it asks.
 */
export interface SagaStep<Data, Result> {
  readonly name: string;
  /** How long it may take, its repetitions included, before somebody has to look at it, in milliseconds. */
  readonly deadlineMs: number;
  /** Outside of any transaction, and no longer than a lease. A failure lets the step be tried again later. */
  act(saga: Saga<Data>): Promise<Result>;
  /** @param context.order the order of the saga, locked, as is the saga itself */
  record(context: StepContext<Data>, result: Result): Promise<StepVerdict<Data>>;
}

export interface StepContext<Data> {
  readonly transaction: OrderTransaction;
  readonly order: OrderRecord;
  readonly saga: Saga<Data>;
  readonly at: Date;
}

/** What becomes of a step whose result is recorded. `events` are announced with it. */
export type StepVerdict<Data> = {
  /** For members of staff, up to 500 characters. */
  readonly result: string;
  readonly data: Data;
  readonly events: readonly ShopEvent[];
} & (
  | { readonly is: 'taken' }
  /** For somebody outside; `step`, or another one, comes again at that time, or when the saga is woken. */
  | { readonly is: 'waiting'; readonly until: Date; readonly step?: string }
  /** What was written stays, and the step is tried later, as after an error. */
  | { readonly is: 'failed' }
  /** The saga goes back: this step has written what there is to write of that. */
  | { readonly is: 'turned' }
);

/** The steps of one kind of saga, each way in its order. A saga that has turned begins with the first step back. */
export type SagaSteps<Data> = Readonly<Record<SagaDirection, readonly SagaStep<Data, unknown>[]>>;
