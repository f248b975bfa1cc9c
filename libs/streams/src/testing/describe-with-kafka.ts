import { spawnSync } from 'node:child_process';

/**
 * If a broker cannot run, its tests are skipped with a reason on a developer's machine. In CI they run and fail, so
 * that a missing Java is not reported as success.
 */
export const describeWithKafka: typeof describe = (() => {
  if (process.env['CI'] || !spawnSync('java', ['-version']).error) return describe;
  process.stderr.write('No Java runtime: the tests on a real Apache Kafka are left out.\n');
  return describe.skip;
})();
