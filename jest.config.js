/** Jest runs the TypeScript sources as ES modules; @swc/jest only strips the types. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testMatch: [
    '<rootDir>/{packages,subgraphs}/*/test/**/*.test.ts',
    '<rootDir>/{gateway,standalone}/test/**/*.test.ts',
    '<rootDir>/ops/stores/test/**/*.test.ts',
    '<rootDir>/e2e/**/*.test.ts',
  ],
  modulePathIgnorePatterns: ['<rootDir>/\\.data', '<rootDir>/\\.cache'],
  globalSetup: '<rootDir>/packages/testing/src/jest-global-setup.ts',
  globalTeardown: '<rootDir>/packages/testing/src/jest-global-teardown.ts',
  testTimeout: 30_000,
};
