const base = require('../../jest.config.js');

/** Tests that take more than Node: each says what it misses, and skips itself where it is not there. */
module.exports = {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
};
