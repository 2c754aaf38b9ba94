// What a test synthesizes without naming a folder is not to lie beside what a person has synthesized.
process.env.CDK8S_OUTDIR ??= `${__dirname}/.cache/synthesized`;

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/support/environment.js',
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts', '<rootDir>/templates/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/integration/', '<rootDir>/test/e2e/'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/', '<rootDir>/packages/', '<rootDir>/.cache/', '<rootDir>/site/'],
  moduleNameMapper: {
    '^fast-check$': '<rootDir>/test/support/fast-check.js',
    '^cdk8s-kotaemon$': '<rootDir>/lib/index.ts',
    '^cdk8s-kotaemon/browser$': '<rootDir>/lib/entry/browser.ts',
    '^cdk8s-kotaemon/checks$': '<rootDir>/lib/checks/index.ts',
    '^cdk8s-kotaemon/hpa$': '<rootDir>/lib/hpa/index.ts',
    '^cdk8s-kotaemon/simulator$': '<rootDir>/lib/entry/simulator.ts',
    '^cdk8s-kotaemon/simulator/jest$': '<rootDir>/lib/entry/jest.ts',
  },
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true } }, module: { type: 'commonjs', ignoreDynamic: true } }] },
  setupFilesAfterEnv: ['<rootDir>/test/support/validate-snapshots.ts'],
  cacheDirectory: '<rootDir>/.cache/jest',
  maxWorkers: 2,
};
