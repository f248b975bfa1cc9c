import { LintelError } from '@lintel/contracts';
import { runCli } from './run-cli';

/** The first Ctrl-C asks for a clean end, the second one forces it. */
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(
      new LintelError('CANCELLED', { problem: `Stopped by ${name}.`, cure: 'Run the command again.', retryable: true }),
    );
  });
}
// A reader that stops early (such as `head`) ends the command without an error.
process.stdout.on('error', () => process.exit(0));

void runCli(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  signal: stop.signal,
}).then((exitCode) => {
  process.exitCode = exitCode;
});
