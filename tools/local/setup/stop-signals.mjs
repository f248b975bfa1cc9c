/** npm passes Ctrl-C on to its child, which has it from the terminal already: the echo is no second wish. */
const ECHO_MS = 700;

/**
 * Turns Ctrl-C, SIGTERM and SIGHUP into one AbortSignal. A second signal, given by a
 * person who won't wait, calls `force`.
 *
 * @param {{ force: (signal: NodeJS.Signals) => void, announce: (signal: NodeJS.Signals) => void }} handlers
 * @returns {AbortSignal} its `reason` is the name of the signal
 */
export function stopOnSignals({ force, announce }) {
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
  return controller.signal;
}
