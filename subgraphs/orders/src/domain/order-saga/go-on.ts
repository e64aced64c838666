import type { SagaEngine } from '../../saga/saga-engine.ts';
import type { SagaStore } from '../../store/saga-store.ts';

/** Has the saga of an order look now at what it waits for; what has ended, or has none, stays as it is. */
export type GoOn = (orderId: string) => Promise<void>;

export function createGoOn(options: {
  sagas: Pick<SagaStore, 'ofOrders' | 'makeDue'>;
  engine: SagaEngine;
  now: () => Date;
}): GoOn {
  const { sagas, engine, now } = options;
  return async (orderId) => {
    const [saga] = await sagas.ofOrders([orderId]);
    if (saga === undefined || saga.step === null) return;
    await sagas.makeDue(saga.id, { at: now() });
    await engine.drive(saga);
  };
}
