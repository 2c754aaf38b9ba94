// The unit tests run a quarter of the cases of each property.
process.env.FAST_CHECK_SHARE ??= '1';

/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config'),
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 2,
};
