import { describeOnEngines } from '@mosaico/testing';
import { primaries } from './support/engines.ts';
import { testWarehouseInbox } from './warehouse-inbox.contract.ts';

describeOnEngines('What events make of the warehouse', primaries, (engine) => {
  testWarehouseInbox(engine.prepare());
});
