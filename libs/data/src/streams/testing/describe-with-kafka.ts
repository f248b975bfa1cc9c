import { spawnSync } from 'node:child_process';

/**
 * Where a broker cannot run, its tests are left out with a reason on a developer's machine. In CI they run, and
 * fail: a missing Java there must not look like a success.
 */
export const describeWithKafka: typeof describe = (() => {
  if (process.env['CI'] || !spawnSync('java', ['-version']).error) return describe;
  process.stderr.write('No Java runtime: the tests on a real Apache Kafka are left out.\n');
  return describe.skip;
})();
