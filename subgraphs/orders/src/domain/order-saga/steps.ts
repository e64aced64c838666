import type { SagaSteps } from '../../saga/saga-step.ts';
import { authorize } from './authorize.ts';
import { capture } from './capture.ts';
import type { OrderSagaData } from './data.ts';
import { giveBack } from './give-back.ts';
import { settle } from './settle.ts';
import type { OrderSagaTools } from './tools.ts';

/** The step that placing the order takes itself, in its own transaction. */
export const reserveStep = 'reserve';
/** The step that follows. */
export const payStep = 'authorize';

/**
 * What follows from an order. Forward until it is paid; what the other parts of the shop do about that they do by its events,
 * each as often as it takes. Back from an order that was cancelled, whoever did that: the order itself is cancelled at once, in
 * the transaction that turns the saga.
 */
export function orderSagaSteps(tools: OrderSagaTools): SagaSteps<OrderSagaData> {
  return {
    forward: [authorize(tools), capture(tools)],
    back: [settle(tools), giveBack(tools)],
  };
}
