import TestRunner from 'jest-runner';

/**
 * Runs test files one after another, after those of Jest's own runner, in a process beside Jest's: one that begins anew when it
 * has grown, which Jest's own serial runs cannot.
 */
export default class OneAtATimeRunner extends TestRunner {
  constructor(globalConfig, context) {
    super({ ...globalConfig, maxWorkers: 1 }, context);
  }
}
