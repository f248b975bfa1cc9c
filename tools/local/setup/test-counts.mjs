/**
 * Jest's own result in one line. A suite that could not run counts as a failed test:
 * it would otherwise hide all of its tests.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number,
 *   numTodoTests: number, numRuntimeErrorTestSuites: number }} result
 * @param {number} unprepared how many steps of the set-up failed; each counts as one test
 */
export function countTests(result, unprepared = 0) {
  const skipped = result.numPendingTests + result.numTodoTests;
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + unprepared;
  return `${result.numPassedTests} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
