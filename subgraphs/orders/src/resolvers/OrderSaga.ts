import type { OrderSagaDirection, OrderSagaResolvers, OrderSagaState } from '../generated/resolvers.ts';
import type { SagaDirection, SagaState } from '../store/saga-store.ts';

export const sagaDirectionNames: Record<SagaDirection, OrderSagaDirection> = { forward: 'FORWARD', back: 'BACK' };
const stateNames: Record<SagaState, OrderSagaState> = {
  running: 'RUNNING',
  waiting: 'WAITING',
  done: 'DONE',
  undone: 'UNDONE',
};

/** Whoever holds a saga may read all of it: it is given to members of staff only. */
export const OrderSaga: OrderSagaResolvers = {
  direction: ({ direction }) => sagaDirectionNames[direction],
  state: ({ state }) => stateNames[state],
  stuck: ({ deadlineAt, asOf }) => deadlineAt !== null && deadlineAt < asOf,

  async steps({ orderId }, _, { loaders }) {
    const found = await loaders.sagaSteps.load(orderId);
    return found?.steps ?? [];
  },
};
