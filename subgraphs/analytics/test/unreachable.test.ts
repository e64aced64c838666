import { describeOnEngines } from '@mosaico/testing';
import { primaries } from './support/engines.ts';
import { testUnreachable } from './unreachable.contract.ts';

describeOnEngines('The way to the warehouse', primaries, (engine) => {
  testUnreachable(engine.prepare());
});
