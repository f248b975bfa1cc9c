const { runMain } = require('node:module');
const { resolve } = require('node:path');

/**
 * Runs a program for the supervisor: `node supervised.cjs SCRIPT [ARGUMENT…]`. When the supervisor ends, even by kill
 * -9, the channel to it closes, and the program gets SIGTERM. This is a launcher and not a `--require`, because every
 * process that the program forks inherits the options of Node.js.
 */
const STOP_WITHIN_MS = 10_000;

if (process.channel) {
  process.once('disconnect', () => {
    // A write to a closed pipe must not interrupt the shutdown.
    for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_WITHIN_MS).unref();
  });
  // The channel alone must not keep a finished program alive.
  process.channel.unref();
}

process.argv.splice(1, 2, resolve(process.argv[2] ?? ''));
runMain();
