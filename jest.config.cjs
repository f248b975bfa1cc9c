const { TEST_TIMEOUT_MS } = require('./jest.preset.cjs');

module.exports = {
  // With several projects, jest reads this option only here.
  testTimeout: TEST_TIMEOUT_MS,
  projects: [
    '<rootDir>/apps/*/*/jest.config.cjs',
    '<rootDir>/libs/*/jest.config.cjs',
    '<rootDir>/tools/*/jest.config.cjs',
  ],
};
