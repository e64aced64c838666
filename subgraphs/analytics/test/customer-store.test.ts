import { describeOnEngines } from '@mosaico/testing';
import { testCustomerStore } from './customer-store.contract.ts';
import { engines } from './support/engines.ts';

describeOnEngines('The customers', engines, (engine) => {
  testCustomerStore(engine.prepare());
});
