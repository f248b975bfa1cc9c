/**
 * Liveness check of the service in this container, for engines that run a command. It checks liveness, not readiness: a
 * service that waits for its first model must not be restarted.
 */
const port = process.env.PORT || '3000';
const answer = await fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(4_000) }).catch(
  () => undefined,
);
process.exit(answer?.ok === true ? 0 : 1);
