const { TEST_TIMEOUT_MS } = require('./jest.preset.cjs');

module.exports = {
  // Jest heeds it here alone when it runs several projects.
  testTimeout: TEST_TIMEOUT_MS,
  projects: [
    '<rootDir>/apps/*/*/jest.config.cjs',
    '<rootDir>/libs/*/jest.config.cjs',
    '<rootDir>/tools/*/jest.config.cjs',
  ],
};
