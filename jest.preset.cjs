const { basename } = require('node:path');

/** A limit for hangs, not a measurement: native engines, PostgreSQL, Kafka and a browser share the cores. */
const TEST_TIMEOUT_MS = 60_000;

/**
 * The shared jest configuration. Libraries resolve to their sources through the
 * `@lintel/source` export condition, so no test depends on a build.
 */
module.exports = (projectRoot) => ({
  displayName: basename(projectRoot),
  rootDir: projectRoot,
  roots: ['<rootDir>/src'],
  testEnvironment: `${__dirname}/jest.environment.cjs`,
  testEnvironmentOptions: { customExportConditions: ['@lintel/source', 'node', 'node-addons', 'require', 'default'] },
  testTimeout: TEST_TIMEOUT_MS,
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        module: { type: 'commonjs' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
            react: { runtime: 'automatic' },
          },
        },
      },
    ],
  },
});
module.exports.TEST_TIMEOUT_MS = TEST_TIMEOUT_MS;
