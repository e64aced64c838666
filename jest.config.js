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

/** Units and contracts on every engine there is, and the whole shop on embedded stores. */
const all = {
  ...shared,
  displayName: 'mosaico',
  testMatch: [
    '<rootDir>/{packages,subgraphs,ops}/*/test/**/*.test.ts',
    '<rootDir>/{gateway,schema,standalone}/test/**/*.test.ts',
    '<rootDir>/e2e/**/*.test.ts',
  ],
  globalSetup: '<rootDir>/packages/testing/src/jest-global-setup.ts',
  globalTeardown: '<rootDir>/packages/testing/src/jest-global-teardown.ts',
};

/** The same tests of the whole shop, unchanged, on real stores. */
const onRealStores = {
  ...shared,
  displayName: 'real stores',
  testMatch: ['<rootDir>/e2e/**/*.test.ts'],
  setupFiles: ['<rootDir>/e2e/support/real/config.ts'],
};

export default {
  projects: hasRealStores() ? [all, onRealStores] : [all],
  testTimeout: 30_000,
  // Each test file leaves a world of modules behind. A process that holds hundreds of them stands still for seconds to collect them.
  workerIdleMemoryLimit: '1GB',
};
