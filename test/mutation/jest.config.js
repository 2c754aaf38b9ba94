const shared = require('../../jest.config.js');

/** The tests that must notice a change of the controller. */
module.exports = {
  ...shared,
  testEnvironment: 'node',
  rootDir: '../..',
  testMatch: ['<rootDir>/test/hpa/**/*.test.ts', '<rootDir>/test/scripts/conformance/run.test.ts'],
};
