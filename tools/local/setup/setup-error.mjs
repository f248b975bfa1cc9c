/** An error that can be raised before any package is installed; it has the same four parts as LintelError. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';

  /** @param {{ problem: string, expected?: string, received?: string, cure: string, cause?: unknown }} details */
  constructor({ problem, expected, received, cure, cause }) {
    const lines = [problem];
    if (expected !== undefined) lines.push(`  expected: ${expected}`);
    if (received !== undefined) lines.push(`  received: ${received}`);
    lines.push(`  cure:     ${cure}`);
    super(lines.join('\n'), { cause });
  }
}

/**
 * Ends a command: prints a SetupError as its four parts, and any other error with its stack.
 *
 * @param {unknown} error
 * @returns {1} the exit code, which is set
 */
export function reportAndFail(error) {
  const ours = error instanceof Error && /^(Setup|Lintel)Error$/.test(error.name);
  console.error(ours ? `\n${error.message}` : error);
  process.exitCode = 1;
  return 1;
}
