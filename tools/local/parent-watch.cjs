/**
 * Preloaded into every supervised program (`node --require`). When the supervisor is gone,
 * even by kill -9, the channel to it closes, and the program stops itself as if it were asked to.
 */
const STOP_WITHIN_MS = 10_000;

if (process.channel) {
  process.once('disconnect', () => {
    // Nobody reads any more; a last line must not end the clean-up.
    for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_WITHIN_MS).unref();
  });
  // The channel alone must not keep a program alive that has finished.
  process.channel.unref();
}
