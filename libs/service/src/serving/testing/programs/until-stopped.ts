/** Resolves at SIGTERM, at Ctrl-C, and when whoever holds the other end of stdin is gone. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve()).on('SIGINT', () => resolve());
    process.stdin.on('end', () => resolve()).resume();
  });
}
