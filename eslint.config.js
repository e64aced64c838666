import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * The import directions of the house: standalone -> gateway | subgraphs -> packages, and never sideways.
 * Each row forbids what the folder must not know; a subgraph meets another only in the graph and on the bus.
 */
const subgraphs = ['orders', 'catalog', 'cart', 'analytics', 'events'];
const wholes = ['@mosaico/standalone', '@mosaico/gateway'];
const directions = [
  { folder: 'packages', forbidden: [...wholes, ...subgraphs.map((name) => `@mosaico/${name}`)] },
  { folder: 'gateway', forbidden: ['@mosaico/standalone', ...subgraphs.map((name) => `@mosaico/${name}`)] },
  ...subgraphs.map((own) => ({
    folder: `subgraphs/${own}`,
    forbidden: [...wholes, ...subgraphs.filter((name) => name !== own).map((name) => `@mosaico/${name}`)],
  })),
];

const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Read process.env in config.ts only, and pass on what it parsed.',
};

export default defineConfig(
  globalIgnores(['**/node_modules', '.data', '.cache', '**/generated/**']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // An import of types alone must vanish, not remain as an import for its side effects.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // It overflows the stack on the types of graphql, which hold each other.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-restricted-syntax': ['error', noEnvironment],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  ...directions.map(({ folder, forbidden }) => ({
    files: [`${folder}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ group: forbidden.flatMap((name) => [name, `${name}/*`]), message: 'Imports go downward only.' }],
        },
      ],
    },
  })),
  { files: ['**/config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    // A person reads these on a terminal.
    files: ['bench/**', 'schema/**', '**/main.ts', 'gateway/src/compose/**', 'standalone/src/{seed,import}/**'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
