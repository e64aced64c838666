import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { OrderRecord } from '../store/order-store.ts';
import type { SagaRecord, SagaStepRecord } from '../store/saga-store.ts';

/** How a step of an order's saga went, for whoever watches orders. The transaction holds the order locked. */
export function sagaProgressed(
  createEvent: CreateEvent,
  options: { order: OrderRecord; note: SagaStepRecord; saga: SagaRecord; at: Date },
): ShopEvent {
  const { order, note, saga, at } = options;
  return createEvent('saga.progressed', {
    aggregate: { kind: 'order', id: order.id },
    data: {
      orderId: order.id,
      customerId: order.customerId,
      step: note.name,
      stepNumber: note.stepNo,
      outcome: note.state,
      tries: note.tries,
      direction: saga.direction,
      state: saga.state,
      nextStep: saga.step,
      at: at.toISOString(),
    },
    at,
  });
}
