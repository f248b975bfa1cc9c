/**
 * npm forwards Ctrl-C to its child, which has already received it from the terminal: a signal within this time is not a
 * second one.
 */
const ECHO_MS = 700;
const ORPHAN_CHECK_MS = 500;

/**
 * Turns Ctrl-C, SIGTERM and SIGHUP into one AbortSignal; the end of the npm process that started us counts as SIGHUP,
 * because npm can be killed alone. A second signal, from a person who won't wait, calls `force`.
 *
 * @param {{ force: (signal: NodeJS.Signals) => void, announce: (signal: NodeJS.Signals) => void }} handlers
 * @returns {AbortSignal} its `reason` is the name of the signal
 */
export function stopOnSignals({ force, announce }) {
  // Output is lost once the terminal is closed; stopping continues anyway.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
  const controller = new AbortController();
  let firstAt = 0;
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    if (firstAt === 0) {
      firstAt = Date.now();
      announce(signal);
      controller.abort(signal);
    } else if (Date.now() - firstAt > ECHO_MS) {
      force(signal);
    }
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] === 'start') {
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      if (firstAt === 0) onSignal('SIGHUP');
    }, ORPHAN_CHECK_MS);
    watch.unref();
  }
  return controller.signal;
}
