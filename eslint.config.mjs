import stylistic from '@stylistic/eslint-plugin';
import tseslint from 'typescript-eslint';
import house from './eslint-rules/index.js';

/** TypeScript whose comments and imports follow the rules of CONTRIBUTING.md. */
const SOURCES = ['bench', 'examples', 'lib', 'playground', 'scripts', 'templates', 'test'].map((folder) => `${folder}/**/*.ts`);
export default tseslint.config(
  { ignores: ['lib/scenario/scenario-validator.ts', 'build/', 'dist/', 'packages/', 'coverage/', 'node_modules/', '.cache/', 'site/dist/', 'site/.cache/', '**/*.js', '**/*.mjs'] },
  ...tseslint.configs.recommended,
  {
    plugins: { '@stylistic': stylistic },
    rules: {
      '@stylistic/indent': ['error', 2],
      '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' }],
      '@stylistic/semi': ['error', 'always'],
      '@stylistic/comma-dangle': ['error', 'always-multiline'],
      '@stylistic/max-len': ['error', { code: 160, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
      '@stylistic/no-trailing-spaces': 'error',
      '@stylistic/eol-last': 'error',
      '@stylistic/object-curly-spacing': ['error', 'always'],
      '@stylistic/no-multiple-empty-lines': ['error', { max: 1, maxEOF: 0 }],
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-console': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: SOURCES,
    plugins: { house },
    rules: { 'house/docstring-opening': 'error', 'house/comment-length': 'error', 'house/field-terms': 'error', 'house/title-terms': 'error', 'house/import-order': 'error' },
  },
);
