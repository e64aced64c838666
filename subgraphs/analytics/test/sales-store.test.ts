import { describeOnEngines } from '@mosaico/testing';
import { testSalesStore } from './sales-store.contract.ts';
import { engines } from './support/engines.ts';

describeOnEngines('The sales', engines, (engine) => {
  testSalesStore(engine.prepare());
});
