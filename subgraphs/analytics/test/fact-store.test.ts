import { describeOnEngines } from '@mosaico/testing';
import { testFactStore } from './fact-store.contract.ts';
import { engines } from './support/engines.ts';

describeOnEngines('The facts', engines, (engine) => {
  testFactStore(engine.prepare());
});
