/**
 * Whether the service in this container lives, for engines that ask by a command. Alive, not ready: one that waits for
 * its first model is not to be restarted.
 */
const port = process.env.PORT || '3000';
const answer = await fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(4_000) }).catch(
  () => undefined,
);
process.exit(answer?.ok === true ? 0 : 1);
