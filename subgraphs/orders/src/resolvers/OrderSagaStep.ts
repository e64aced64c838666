import type { OrderSagaStepResolvers } from '../generated/resolvers.ts';
import { sagaDirectionNames } from './OrderSaga.ts';

export const OrderSagaStep: OrderSagaStepResolvers = {
  direction: ({ direction }) => sagaDirectionNames[direction],
  done: ({ state }) => state === 'done',
};
