/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config'),
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testSequencer: '<rootDir>/test/e2e/sequencer.js',
  globalSetup: '<rootDir>/test/e2e/global-setup.ts',
  globalTeardown: '<rootDir>/test/e2e/global-teardown.ts',
  // Most of the time these tests wait: they run side by side.
  maxWorkers: 4,
};
