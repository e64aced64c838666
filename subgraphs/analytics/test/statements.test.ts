import { describeOnEngines } from '@mosaico/testing';
import { testStatements } from './statements.contract.ts';
import { primaries } from './support/engines.ts';

describeOnEngines('The statements', primaries, (engine) => {
  testStatements(engine.prepare());
});
