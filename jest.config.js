import { hasRealStores } from './packages/testing/src/has-real-stores.ts';

/** Jest runs the TypeScript sources as ES modules; @swc/jest only strips the types. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/\\.data', '<rootDir>/\\.cache'],
};

/** Units, and contracts on every engine there is. */
const parts = {
  ...shared,
  displayName: 'parts',
  testMatch: [
    '<rootDir>/{packages,subgraphs,ops}/*/test/**/*.test.ts',
    '<rootDir>/{gateway,schema,standalone}/test/**/*.test.ts',
  ],
  globalSetup: '<rootDir>/packages/testing/src/jest-global-setup.ts',
  globalTeardown: '<rootDir>/packages/testing/src/jest-global-teardown.ts',
};

/** The whole shop on embedded stores: many processes, so one test at a time has the machine. */
const shop = {
  ...shared,
  displayName: 'shop',
  testMatch: ['<rootDir>/e2e/**/*.test.ts'],
  runner: '<rootDir>/packages/testing/src/one-at-a-time-runner.js',
};

/** The same tests of the whole shop, unchanged, on real stores. */
const onRealStores = {
  ...shop,
  displayName: 'real stores',
  setupFiles: ['<rootDir>/e2e/support/real/config.ts'],
};

export default {
  projects: hasRealStores() ? [parts, shop, onRealStores] : [parts, shop],
  maxWorkers: '100%',
  // For a machine that is busy: how fast anything is, `bench/` measures.
  testTimeout: 120_000,
  // Each test file leaves a world of modules behind. A process that holds hundreds of them stands still for seconds to collect them.
  workerIdleMemoryLimit: '1GB',
};
