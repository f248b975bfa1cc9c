/**
 * Jest's result in one line. A suite that could not run counts as a failed test, because none of its tests are counted.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   numRuntimeErrorTestSuites: number }} result
 * @param {number} unprepared number of failed set-up steps; each counts as one failed test
 */
export function countTests(result, unprepared = 0) {
  const skipped = result.numPendingTests + result.numTodoTests;
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + unprepared;
  return `${result.numPassedTests} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
