/** Resolves on SIGTERM, on Ctrl-C, and when stdin is closed. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve()).on('SIGINT', () => resolve());
    process.stdin.on('end', () => resolve()).resume();
  });
}
